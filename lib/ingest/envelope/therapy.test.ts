import { describe, expect, it } from 'vitest';
import { parseUpload } from './parse-upload';
import { faults, session, therapy } from './parse-upload.fixture';

describe('a therapy upload', () => {
  it('is understood as the API shows it, on either path', () => {
    expect(parseUpload('cpap', therapy())).toMatchObject({ ok: true, upload: { ...therapy(), modality: 'cpap' } });
    expect(faults('bipap', therapy())).toBe('ok');
  });

  it('tells unknown events from no events', () => {
    const sessions = [
      session({ events: undefined }),
      session({ start: '2026-11-03T13:00:00Z', end: '2026-11-03T14:00:00Z', events: [] }),
    ];
    const parsed = parseUpload('cpap', therapy({ sessions }));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    expect(parsed.upload.therapy?.sessions?.map(({ events }) => events)).toEqual([undefined, []]);
  });

  it.each([
    ['an ECG recording', therapy({}, { recording: {} }), ['unknown_field /recording']],
    ['no therapy', therapy({}, { therapy: undefined }), ['required /therapy']],
    ['another mode', therapy({ mode: 'AUTO' }), ['invalid_value /therapy/mode']],
    ['a setting nobody knows', therapy({ settings: { epr: 2 } }), ['unknown_field /therapy/settings/epr']],
    ['another mask', therapy({ settings: { mask_type: 'oral' } }), ['invalid_value /therapy/settings/mask_type']],
    [
      'another event',
      therapy({ sessions: [session({ events: [{ type: 'sneeze', start: '2026-11-03T01:00:00Z', duration_s: 1 }] })] }),
      ['invalid_value /therapy/sessions/0/events/0/type'],
    ],
    [
      'another signal',
      therapy({ sessions: [session({ signals: [{ name: 'ecg', unit: 'L/s', sampling_rate_hz: 1, samples: [1] }] })] }),
      ['invalid_value /therapy/sessions/0/signals/0/name'],
    ],
    [
      'flow in L/min',
      therapy({
        sessions: [session({ signals: [{ name: 'flow', unit: 'L/min', sampling_rate_hz: 1, samples: [1] }] })],
      }),
      ['unit_mismatch /therapy/sessions/0/signals/0/unit'],
    ],
    [
      'a signal twice',
      therapy({
        sessions: [
          session({ signals: Array(2).fill({ name: 'spo2', unit: '%', sampling_rate_hz: 1, samples: [97] }) }),
        ],
      }),
      ['duplicate_channel /therapy/sessions/0/signals/1'],
    ],
    ['leak of no type', therapy({ leak_type: undefined }), ['required /therapy/leak_type']],
    [
      'neither sessions nor summary',
      { device_id: 'D', night: '2026-11-02', therapy: {} },
      ['required /therapy/sessions'],
    ],
    ['a day without sessions and name', therapy({ sessions: [] }), ['required /night']],
    [
      'a session that ends first',
      therapy({ sessions: [session({ end: '2026-11-02T21:00:00Z' })] }),
      ['invalid_interval /therapy/sessions/0/end'],
    ],
    [
      'overlapping sessions',
      therapy({
        sessions: [session(), session({ start: '2026-11-03T06:11:59+01:00', end: '2026-11-03T08:00:00+01:00' })],
      }),
      ['overlapping_sessions /therapy/sessions/1/start'],
    ],
    [
      'overlapping naive sessions in a named zone',
      therapy(
        { sessions: [session({ start: '2026-11-02T22:00:00', end: '2026-11-02T21:00:00' })] },
        { timezone: 'Europe/Brussels' },
      ),
      ['invalid_interval /therapy/sessions/0/end'],
    ],
  ])('with %s is refused', (_, body, expected) => {
    expect(faults('cpap', body)).toEqual(expected);
  });

  it('takes a day without sessions that names its night', () => {
    expect(faults('cpap', therapy({ sessions: [] }, { night: '2026-11-02' }))).toBe('ok');
    expect(faults('cpap', therapy({ sessions: undefined }, { night: '2026-11-02' }))).toBe('ok');
  });
});
