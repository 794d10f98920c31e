import { describe, expect, it } from 'vitest';
import { createDocument } from 'zod-openapi';
import { ecgUploadPartSchema, ecgUploadSchema } from './ecg';
import { parseUpload } from './parse-upload';
import { ecg, faults, type Json, pdf, recording } from './parse-upload.fixture';
import { therapyUploadPartSchema, therapyUploadSchema } from './therapy';

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
    expect(faults('ecg', made.EcgUpload?.example)).toBe('ok');
    expect(faults('cpap', made.TherapyUpload?.example)).toBe('ok');
    expect(made.UploadLead).toMatchObject({
      required: ['samples'],
      properties: { samples: { type: 'array', items: { type: ['number', 'null'] } } },
    });
  });
});
