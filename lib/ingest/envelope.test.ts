import { describe, expect, it } from 'vitest';
import { createDocument } from 'zod-openapi';
import { parseUpload } from './envelope';
import { ecgUploadPartSchema, ecgUploadSchema } from './envelope-ecg';
import { therapyUploadPartSchema, therapyUploadSchema } from './envelope-therapy';

type Json = Record<string, unknown>;

const pdf = (text = '%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n') => Buffer.from(text).toString('base64');

/** The example of the API description. */
const ecg = (changes: Json = {}): Json => ({
  patient_id: 'P12345',
  patient: { family_name: 'Example', given_name: 'Ada', birth_date: '1957-03-02', sex: 'female' },
  device_id: 'ECG-7F-01',
  source_id: 'cart7/2026-11-03/0042',
  recording_date: '2026-11-03T08:15:00+01:00',
  timezone: 'Europe/Brussels',
  sent_at: '2026-11-03T08:16:40+01:00',
  priority: 'routine',
  order: { accession_number: 'A-1', indication: 'palpitations', ordering_unit: 'Ward 3' },
  device: { make: 'Example', model: 'C12', serial: '0417', firmware: '3.2' },
  site: 'Ward 3',
  operator: 'T-114',
  recording: {
    sampling_rate_hz: 500,
    unit: 'uV',
    scale: 1,
    offset: 0,
    filters: { high_pass_hz: 0.05, low_pass_hz: 150, notch_hz: 50 },
    leads: { I: [0, 5, 9], II: [0, 7, 12] },
  },
  measurements: {
    ...{ heart_rate_bpm: 72, pr_ms: 160, qrs_ms: 92, qt_ms: 400, qtc_ms: 438, qtc_formula: 'bazett' },
    ...{ p_axis_deg: 50, qrs_axis_deg: 40, t_axis_deg: 45 },
  },
  statements: ['Sinus rhythm'],
  report_pdf_base64: pdf(),
  ...changes,
});

const recording = (changes: Json): Json => ({
  ...{ sampling_rate_hz: 500, unit: 'uV', leads: { I: [0, 5, 9] } },
  ...changes,
});

const session = (changes: Json = {}): Json => ({
  start: '2026-11-02T22:41:00+01:00',
  end: '2026-11-03T06:12:00+01:00',
  events: [{ type: 'obstructive_apnea', start: '2026-11-03T01:10:30+01:00', duration_s: 14 }],
  signals: [{ name: 'flow', unit: 'L/s', sampling_rate_hz: 25, samples: [0.1, 0.2] }],
  ...changes,
});

const therapy = (changes: Json = {}, head: Json = {}): Json => ({
  patient_id: 'P12345',
  device_id: 'PAP-1',
  therapy: {
    mode: 'APAP',
    settings: { pressure_min_cmh2o: 6, pressure_max_cmh2o: 14, ramp_minutes: 20, epr_level: 2, mask_type: 'nasal' },
    leak_type: 'unintentional',
    sessions: [session()],
    summary: { usage_minutes: 451, ahi: 0.1, oai: 0.1, cai: 0, hi: 0, leak_p95_l_min: 12, pressure_p95_cmh2o: 11.2 },
    ...changes,
  },
  ...head,
});

/** Code and pointer of every fault, `ok` when there is none. */
function faults(
  modality: 'ecg' | 'cpap' | 'bipap',
  body: unknown,
  recordingOption: 'required' | 'optional' = 'required',
) {
  const parsed = parseUpload(modality, body, { recording: recordingOption });
  return parsed.ok
    ? 'ok'
    : parsed.errors.map(({ code, pointer }) => `${code} ${pointer}`).sort((a, b) => (a < b ? -1 : 1));
}

describe('an ECG upload', () => {
  it('is understood as the API shows it, with the report decoded', () => {
    const parsed = parseUpload('ecg', ecg());
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const { report_pdf_base64: _text, ...sent } = ecg();
    expect(parsed.upload).toMatchObject({ ...sent, modality: 'ecg' });
    expect(Buffer.from(parsed.upload.report_pdf ?? []).toString('base64')).toBe(pdf());
    expect(parsed.upload).not.toHaveProperty('report_pdf_base64');
  });

  it('needs no more than a device, a time and a recording', () => {
    const parsed = parseUpload('ecg', {
      device_id: ' D ',
      recording_date: '2026-11-03T08:15:00',
      recording: recording({}),
    });
    expect(parsed).toMatchObject({ ok: true, upload: { device_id: 'D', priority: 'routine' } });
  });

  it('keeps the case and inner spaces of a patient id and trims it', () => {
    expect(parseUpload('ecg', ecg({ patient_id: '  p 12a ' }))).toMatchObject({
      ok: true,
      upload: { patient_id: 'p 12a' },
    });
  });

  it('lists every fault at once: types, unknown names, values and what lies across fields', () => {
    const body = ecg({
      device_id: undefined,
      priority: 'now',
      patient: { birth_date: '2026-02-30', colour: 'blue' },
      recording: { sampling_rate_hz: 10, unit: 'adc', leads: { I: [1, 'x', 3], II: [1, 2], Q7: [1, 2, 3] } },
      report_pdf_base64: pdf('no pdf at all'),
      tilt: 1,
    });
    expect(faults('ecg', body)).toEqual([
      'invalid_date /patient/birth_date',
      'invalid_value /priority',
      'missing_scale /recording/scale',
      'not_a_number /recording/leads/I/1',
      'not_a_pdf /report_pdf_base64',
      'rate_out_of_range /recording/sampling_rate_hz',
      'required /device_id',
      'unequal_lengths /recording/leads',
      'unknown_field /patient/colour',
      'unknown_field /tilt',
      'unknown_lead /recording/leads/Q7',
    ]);
  });

  it.each([
    ['no object', [], ['invalid_type ']],
    ['null', null, ['invalid_type ']],
    ['no recording', ecg({ recording: undefined }), ['required /recording']],
    ['no time', ecg({ recording_date: undefined }), ['required /recording_date']],
    ['a time that is none', ecg({ recording_date: '3 Nov 2026' }), ['invalid_date_time /recording_date']],
    ['a date that is none', ecg({ recording_date: '2026-02-30T08:00:00Z' }), ['invalid_date_time /recording_date']],
    ['a zone that is none', ecg({ timezone: 'Europe/Atlantis' }), ['unknown_time_zone /timezone']],
    ['a night', ecg({ night: '2026-11-02' }), ['unknown_field /night']],
    ['an empty patient id', ecg({ patient_id: '  ' }), ['too_short /patient_id']],
    ['a long patient id', ecg({ patient_id: 'x'.repeat(65) }), ['too_long /patient_id']],
    ['control characters', ecg({ site: 'a\u0000b' }), ['invalid_characters /site']],
    ['writing turned around', ecg({ site: 'a\u202eb' }), ['invalid_characters /site']],
    ['101 statements', ecg({ statements: Array(101).fill('x') }), ['too_long /statements']],
    ['a long statement', ecg({ statements: ['x'.repeat(501)] }), ['too_long /statements/0']],
    ['a number as text', ecg({ measurements: { qt_ms: '400' } }), ['invalid_type /measurements/qt_ms']],
    ['another formula', ecg({ measurements: { qtc_formula: 'mine' } }), ['invalid_value /measurements/qtc_formula']],
    ['base64 that is none', ecg({ report_pdf_base64: '*' }), ['invalid_base64 /report_pdf_base64']],
    ['half a PDF', ecg({ report_pdf_base64: pdf('%PDF-1.7 and so on') }), ['incomplete_pdf /report_pdf_base64']],
  ])('with %s is refused', (_, body, expected) => {
    expect(faults('ecg', body)).toEqual(expected);
  });

  it('may lack recording and time beside a file, and nothing else', () => {
    expect(faults('ecg', { device_id: 'D' }, 'optional')).toBe('ok');
    expect(faults('ecg', {}, 'optional')).toEqual(['required /device_id']);
  });

  it('takes null for a measurement that was not made', () => {
    expect(faults('ecg', ecg({ measurements: { qt_ms: null, qtc_formula: null } }))).toBe('ok');
  });

  it('refuses __proto__ by name, wherever it stands', () => {
    const body: unknown = JSON.parse(
      JSON.stringify(ecg()).replace('"site"', '"__proto__":{"admin":true},"vendor":{"a":[{"__proto__":1}]},"site"'),
    );
    expect(faults('ecg', body)).toEqual(['unknown_field /__proto__', 'unknown_field /vendor/a/0/__proto__']);
  });

  it('escapes names in pointers', () => {
    expect(faults('ecg', ecg({ 'a/b~c': 1 }))).toEqual(['unknown_field /a~1b~0c']);
  });

  it('never repeats a value in a sentence', () => {
    const secret = 'Zebra-8841';
    const body = ecg({
      priority: secret,
      sent_at: secret,
      patient: { sex: secret, birth_date: secret },
      timezone: secret,
      statements: secret,
    });
    const parsed = parseUpload('ecg', body);
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toContain(secret);
  });

  it('lists 500 faults and says how many more there are', () => {
    const parsed = parseUpload('ecg', ecg(Object.fromEntries(Array.from({ length: 700 }, (_, i) => [`f${i}`, 1]))));
    if (parsed.ok) throw new Error('faults expected');
    expect(parsed.errors).toHaveLength(501);
    expect(parsed.errors.at(-1)).toMatchObject({
      pointer: '',
      code: 'too_many_faults',
      detail: '200 more faults are not listed.',
    });
  });
});

describe('vendor', () => {
  it('keeps any object of 16 kB and refuses a larger, a deeper and another thing', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
    expect(faults('ecg', ecg({ vendor: { note: 'x'.repeat(16_000), $set: [1] } }))).toBe('ok');
    expect(faults('ecg', ecg({ vendor: { note: 'é'.repeat(8200) } }))).toEqual(['too_large /vendor']);
    expect(faults('ecg', ecg({ vendor: nested(32) }))).toBe('ok');
    expect(faults('ecg', ecg({ vendor: nested(33) }))).toEqual(['too_deep /vendor']);
    expect(faults('ecg', ecg({ vendor: [1] }))).toEqual(['invalid_type /vendor']);
    expect(faults('ecg', ecg({ vendor: null }))).toEqual(['invalid_type /vendor']);
  });
});

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

describe('the OpenAPI schemas', () => {
  it('are made from the same definitions, samples included', () => {
    const schemas = {
      EcgUpload: ecgUploadSchema,
      EcgUploadPart: ecgUploadPartSchema,
      TherapyUpload: therapyUploadSchema,
      TherapyUploadPart: therapyUploadPartSchema,
    };
    const content = Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [`application/${name}`, { schema }]),
    );
    const document = createDocument({
      openapi: '3.1.1',
      info: { title: 'test', version: '1' },
      paths: { '/x': { post: { requestBody: { content }, responses: { 200: { description: 'ok' } } } } },
    });
    const made: Record<string, Json> = JSON.parse(JSON.stringify(document.components?.schemas));
    expect(made.EcgUpload).toMatchObject({
      additionalProperties: false,
      required: ['device_id', 'recording_date', 'recording'],
    });
    expect(made.TherapyUpload).toMatchObject({ required: ['device_id', 'therapy'] });
    expect(made.UploadLead).toMatchObject({
      required: ['samples'],
      properties: { samples: { type: 'array', items: { type: ['number', 'null'] } } },
    });
  });
});
