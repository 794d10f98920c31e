import { describe, expect, it } from 'vitest';
import { ecgFromRecording } from '@/lib/formats/nightbeat-json/ecg';
import { parseUpload } from '@/lib/ingest/envelope/parse-upload';
import { contentHash, samplesHash } from './content-hash';

type Json = Record<string, unknown>;

/** From JSON text, through the same door as any upload. */
function readEcg(recording: Json) {
  const body: unknown = JSON.parse(
    JSON.stringify({ device_id: 'D', recording_date: '2026-11-03T08:15:00Z', recording }),
  );
  const parsed = parseUpload('ecg', body);
  if (!parsed.ok || !parsed.upload.recording) throw new Error(JSON.stringify(parsed));
  return ecgFromRecording(parsed.upload.recording);
}

describe('hashes of content', () => {
  const short = { sampling_rate_hz: 500, unit: 'uV', leads: { I: [0, null, 9], II: [1, 2, 3] } };
  const blocks = {
    blocks: [
      {
        channels: [
          { samples: [1, 2, 3], unit: 'uV', name: 'Lead II', sampling_rate_hz: 500 },
          { name: 'I', unit: 'uV', scale: 1, sampling_rate_hz: 500, samples: [0, null, 9] },
        ],
        kind: 'rhythm',
      },
    ],
  };
  const head = { patient_id: 'P1', device_id: 'D1', start: new Date('2026-11-03T07:15:00Z') };
  const hash = (recording: Json, changes: Json = {}) =>
    contentHash({ ...head, ...changes, channels: readEcg(recording).channels });

  it('are the same however the recording was written', () => {
    expect(hash(short)).toMatch(/^[0-9a-f]{64}$/);
    expect(hash(blocks)).toBe(hash(short));
    expect(hash({ leads: { II: [1, 2, 3], I: [0, null, 9] }, unit: 'uV', sampling_rate_hz: 500.0 })).toBe(hash(short));
  });

  it('differ by patient, device, start, facts, lead, rate, gap and sample', () => {
    const others = [
      hash(short, { patient_id: 'P2' }),
      hash(short, { patient_id: null }),
      hash(short, { device_id: 'D2' }),
      hash(short, { start: new Date('2026-11-03T07:15:00.001Z') }),
      hash(short, { facts: { usage_minutes: 1 } }),
      hash({ ...short, sampling_rate_hz: 501 }),
      hash({ ...short, leads: { I: [0, null, 9], III: [1, 2, 3] } }),
      hash({ ...short, leads: { I: [0, 9, null], II: [1, 2, 3] } }),
      hash({ ...short, leads: { I: [0, null, 9], II: [1, 2, 4] } }),
    ];
    expect(new Set([...others, hash(short)]).size).toBe(others.length + 1);
  });

  it('takes facts whatever the order of their fields', () => {
    expect(hash(short, { facts: { a: 1, b: { c: [1], d: 2 } } })).toBe(
      hash(short, { facts: { b: { d: 2, c: [1] }, a: 1 } }),
    );
    expect(hash(short, { facts: { a: 1, b: undefined } })).toBe(hash(short, { facts: { a: 1 } }));
  });

  it('of samples alone are the same for everybody, and none without samples', () => {
    expect(samplesHash(readEcg(short).channels)).toBe(samplesHash(readEcg(blocks).channels));
    expect(samplesHash(readEcg(short).channels)).not.toBe(
      samplesHash(readEcg({ ...short, leads: { I: [1] } }).channels),
    );
    expect(samplesHash([])).toBeNull();
    expect(samplesHash(readEcg({ ...short, leads: { I: [0, 0, 0], II: [7, null, 7] } }).channels)).toBeNull();
  });
});
