import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ecgFromRecording } from '@/lib/formats/nightbeat-json/ecg';
import { parseUpload } from '@/lib/ingest/envelope/parse-upload';
import { canonicalJson, contentHash, samplesHash } from './content-hash';

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

describe('canonicalJson', () => {
  /** The same value with the fields of every object the other way round. */
  function turned(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(turned);
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, inner]) => [name, turned(inner)]),
    );
  }

  it('says everything, and the same whatever the order of fields', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = canonicalJson(value);
        // what JSON itself makes of it: −0 is 0 there
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(turned(value))).toBe(json);
      }),
    );
  });

  it('orders fields in arrays, writes dates as JSON does, and leaves out what is undefined', () => {
    const value = { b: [1, null, { d: new Date(0), c: undefined, a: [2, 'x'] }], a: true, 10: 1, 9: 2 };
    expect(canonicalJson(value)).toBe(
      '{"9":2,"10":1,"a":true,"b":[1,null,{"a":[2,"x"],"d":"1970-01-01T00:00:00.000Z"}]}',
    );
    expect(canonicalJson({ toJSON: { b: 1, a: 2 } })).toBe('{"toJSON":{"a":2,"b":1}}');
  });
});
