import { describe, expect, it } from 'vitest';
import { parseUpload } from './parse-upload';
import { ecg, faults, type Json, recording } from './parse-upload.fixture';

describe('a short recording', () => {
  it.each([
    ['no unit anywhere', { unit: undefined }, ['required /recording/unit']],
    ['a unit nobody knows', { unit: 'volt' }, ['invalid_value /recording/unit']],
    ['a scale of 0', { scale: 0 }, ['invalid_scale /recording/scale']],
    ['a rate of 49', { sampling_rate_hz: 49 }, ['rate_out_of_range /recording/sampling_rate_hz']],
    ['a rate of 4001', { sampling_rate_hz: 4001 }, ['rate_out_of_range /recording/sampling_rate_hz']],
    ['no rate', { sampling_rate_hz: undefined }, ['required /recording/sampling_rate_hz']],
    ['no leads', { leads: {} }, ['no_samples /recording/leads']],
    ['leads missing', { leads: undefined }, ['required /recording/leads']],
    ['an empty lead', { leads: { I: [] } }, ['no_samples /recording/leads/I']],
    ['nothing but gaps', { leads: { I: [null, null] } }, ['no_samples /recording/leads']],
    ['text for samples', { leads: { I: 'AAAA' } }, ['invalid_type /recording/leads/I']],
    ['a lead as object without samples', { leads: { I: { scale: 2 } } }, ['required /recording/leads/I/samples']],
    [
      'an unknown field in a lead',
      { leads: { I: { samples: [1], gain: 2 } } },
      ['unknown_field /recording/leads/I/gain'],
    ],
    [
      'a wrong sample in a lead as object',
      { leads: { I: { samples: [1, {}] } } },
      ['not_a_number /recording/leads/I/samples/1'],
    ],
    ['a lead under two labels', { leads: { aVR: [1], AVR: [2] } }, ['duplicate_channel /recording/leads/AVR']],
    ['a sample beyond 32 bits', { leads: { I: [1, 3e9] } }, ['too_large /recording/leads/I/1']],
    [
      'both forms at once',
      { blocks: [] },
      [
        'too_short /recording/blocks',
        'unknown_field /recording/leads',
        'unknown_field /recording/sampling_rate_hz',
        'unknown_field /recording/unit',
      ],
    ],
  ])('with %s is refused', (_, changes, expected) => {
    expect(faults('ecg', ecg({ recording: recording(changes) }))).toEqual(expected);
  });

  it('takes gaps, aliases of leads and leads with their own unit', () => {
    const leads = { 'Lead I': [null, 1], MDC_ECG_LEAD_AVR: { samples: [1, 2], unit: 'adc', scale: 4.88 }, v3r: [1, 2] };
    expect(faults('ecg', ecg({ recording: recording({ leads }) }))).toBe('ok');
  });

  it('asks for a scale where counts have none, whoever declares them', () => {
    const leads = { I: [1], II: { samples: [1], unit: 'adc' } };
    expect(faults('ecg', ecg({ recording: recording({ leads }) }))).toEqual(['missing_scale /recording/scale']);
    expect(faults('ecg', ecg({ recording: recording({ leads, scale: 2 }) }))).toBe('ok');
  });

  it('needs no common unit when every lead has its own', () => {
    expect(
      faults('ecg', ecg({ recording: recording({ unit: undefined, leads: { I: { samples: [1], unit: 'mV' } } }) })),
    ).toBe('ok');
  });

  it('checks 60 000 samples in less than 30 ms', () => {
    const leads = Object.fromEntries(
      ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((name) => [
        name,
        Array.from({ length: 5000 }, (_, i) => i % 900),
      ]),
    );
    const body = ecg({ recording: recording({ leads }) });
    const times = Array.from({ length: 7 }, () => {
      const before = performance.now();
      expect(parseUpload('ecg', body).ok).toBe(true);
      return performance.now() - before;
    });
    expect(Math.min(...times)).toBeLessThan(30);
  });
});

describe('a recording in blocks', () => {
  const channel = (changes: Json = {}): Json => ({
    name: 'I',
    sampling_rate_hz: 500,
    unit: 'uV',
    samples: [0, null, 5],
    ...changes,
  });
  const blocks = (...list: Json[]) => ecg({ recording: { blocks: list } });

  it('takes rhythm and median blocks with rates of their own', () => {
    const rhythm = {
      kind: 'rhythm',
      channels: [channel(), channel({ name: 'II', sampling_rate_hz: 1000, samples: [1, 2, 3, 4, 5, 6] })],
    };
    const median = { kind: 'median', start_offset_ms: 0, channels: [channel()] };
    const parsed = parseUpload('ecg', blocks(rhythm, median));
    expect(parsed).toMatchObject({ ok: true, upload: { recording: { blocks: [{ start_offset_ms: 0 }, {}] } } });
  });

  it.each([
    ['no block', [], ['too_short /recording/blocks']],
    ['only a median beat', [{ kind: 'median', channels: [channel()] }], ['no_samples /recording/blocks']],
    [
      'another kind',
      [{ kind: 'beat', channels: [channel()] }],
      ['invalid_value /recording/blocks/0/kind', 'no_samples /recording/blocks'],
    ],
    ['no channel', [{ kind: 'rhythm', channels: [] }], ['too_short /recording/blocks/0/channels']],
    [
      'a channel without unit',
      [{ kind: 'rhythm', channels: [channel({ unit: undefined })] }],
      ['required /recording/blocks/0/channels/0/unit'],
    ],
    [
      'counts without scale',
      [{ kind: 'rhythm', channels: [channel({ unit: 'adc' })] }],
      ['missing_scale /recording/blocks/0/channels/0/scale'],
    ],
    [
      'a lead twice',
      [{ kind: 'rhythm', channels: [channel(), channel()] }],
      ['duplicate_channel /recording/blocks/0/channels/1'],
    ],
    [
      'an unknown lead',
      [{ kind: 'rhythm', channels: [channel({ name: 'resp' })] }],
      ['unknown_lead /recording/blocks/0/channels/0'],
    ],
    [
      'one lead longer',
      [{ kind: 'rhythm', channels: [channel(), channel({ name: 'II', samples: [1] })] }],
      ['unequal_lengths /recording/blocks/0/channels'],
    ],
    [
      'as many samples at another rate',
      [
        {
          kind: 'rhythm',
          channels: [
            channel({ samples: [1, 2, 3, 4] }),
            channel({ name: 'II', sampling_rate_hz: 1000, samples: [1, 2, 3, 4] }),
          ],
        },
      ],
      ['unequal_lengths /recording/blocks/0/channels'],
    ],
    [
      'a negative offset',
      [{ kind: 'rhythm', start_offset_ms: -1, channels: [channel()] }],
      ['too_small /recording/blocks/0/start_offset_ms'],
    ],
  ])('with %s is refused', (_, list, expected) => {
    expect(faults('ecg', blocks(...list))).toEqual(expected);
  });
});
