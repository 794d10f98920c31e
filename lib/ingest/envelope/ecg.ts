import { z } from 'zod';
import { QTC_FORMULAE } from '@/lib/ecg/domain/qtc';
import { faultParams } from './faults';
import { deviceTime, headShape, line, lines, reading } from './fields';
import { offsetSchema, samplesSchema, scaleSchema } from './samples';

/** Units of an ECG's samples. `adc` are counts of a converter, worth `scale` µV each. */
export const ECG_UNITS = ['nV', 'uV', 'mV', 'V', 'adc'] as const;
export type EcgUnit = (typeof ECG_UNITS)[number];

const [MIN_RATE_HZ, MAX_RATE_HZ] = [50, 4000];
const MAX_CHANNELS = 64;
const MAX_BLOCKS = 1000;
const MAX_OFFSET_MS = 31 * 24 * 3_600_000;

const ecgRate = z
  .number()
  .superRefine((hz, context) => {
    if (!(hz >= MIN_RATE_HZ && hz <= MAX_RATE_HZ)) {
      context.addIssue({
        code: 'custom',
        params: faultParams('rate_out_of_range'),
        message: `An ECG is sampled at ${MIN_RATE_HZ} to ${MAX_RATE_HZ} Hz.`,
      });
    }
  })
  .meta({ override: { minimum: MIN_RATE_HZ, maximum: MAX_RATE_HZ }, example: 500 });

const scaling = {
  unit: z.enum(ECG_UNITS).optional(),
  scale: scaleSchema.optional(),
  offset: offsetSchema.optional(),
};

const filtersSchema = z
  .strictObject({
    high_pass_hz: reading(0, 1000),
    low_pass_hz: reading(0, 100_000),
    notch_hz: reading(0, 1000),
    zero_phase: z
      .boolean()
      .optional()
      .meta({ description: 'The high-pass filter runs both ways and keeps the ST segment.' }),
  })
  .meta({ id: 'UploadFilters', description: 'The bandwidth as recorded; what is absent is not stated.' });

const leadSchema = z
  .strictObject({ samples: samplesSchema, ...scaling })
  .meta({ id: 'UploadLead', description: 'One lead whose unit, scale or offset differ from the recording’s.' });

const shorthandSchema = z
  .strictObject({
    sampling_rate_hz: ecgRate,
    ...scaling,
    filters: filtersSchema.optional(),
    leads: z
      .record(z.string(), z.union([samplesSchema, leadSchema]))
      .meta({ example: { I: [0, 5, 9], II: [0, 7, 12] } }),
  })
  .meta({
    id: 'EcgRecordingShort',
    description: 'One rhythm block with one sampling rate. `unit` is each lead’s own or this one.',
  });

const channelSchema = z
  .strictObject({
    name: line(100),
    sampling_rate_hz: ecgRate,
    unit: z.enum(ECG_UNITS),
    scale: scaleSchema.optional(),
    offset: offsetSchema.optional(),
    samples: samplesSchema,
  })
  .meta({ id: 'UploadEcgChannel' });

const blocksSchema = z
  .strictObject({
    blocks: z
      .array(
        z
          .strictObject({
            kind: z.enum(['rhythm', 'median']),
            start_offset_ms: z.number().min(0).max(MAX_OFFSET_MS).default(0),
            channels: z.array(channelSchema).min(1).max(MAX_CHANNELS),
          })
          .meta({ id: 'UploadEcgBlock' }),
      )
      .min(1)
      .max(MAX_BLOCKS),
    filters: filtersSchema.optional(),
  })
  .meta({ id: 'EcgRecordingBlocks', description: 'Rhythm and median blocks, each channel with its own rate.' });

const recordingSchema = z.union([shorthandSchema, blocksSchema]).meta({ id: 'EcgRecording' });

/** An ECG's signals as sent, in either form. */
export type EcgRecordingUpload = z.output<typeof recordingSchema>;

const measurementsSchema = z
  .strictObject({
    heart_rate_bpm: reading(0, 1000),
    pr_ms: reading(0, 5000),
    qrs_ms: reading(0, 5000),
    qt_ms: reading(0, 5000),
    qtc_ms: reading(0, 5000),
    qtc_formula: z.enum(QTC_FORMULAE).nullable().optional(),
    p_axis_deg: reading(-360, 360),
    qrs_axis_deg: reading(-360, 360),
    t_axis_deg: reading(-360, 360),
  })
  .meta({ id: 'UploadMeasurements', description: 'What the device measured; null is the same as absent.' });

const commonShape = {
  ...headShape,
  measurements: measurementsSchema.optional(),
  statements: z
    .array(lines(500))
    .max(100)
    .optional()
    .meta({ example: ['Sinus rhythm'] }),
};

const EXAMPLE = {
  patient_id: 'P12345',
  patient: { family_name: 'Example', given_name: 'Ada', birth_date: '1957-03-02', sex: 'female' },
  device_id: 'ECG-7F-01',
  source_id: 'cart7/2026-11-03/0042',
  recording_date: '2026-11-03T08:15:00+01:00',
  sent_at: '2026-11-03T08:16:40+01:00',
  recording: {
    sampling_rate_hz: 500,
    unit: 'uV',
    filters: { high_pass_hz: 0.05, low_pass_hz: 150, notch_hz: 50 },
    leads: { I: [0, 5, 9], II: [0, 7, 12] },
  },
  measurements: { heart_rate_bpm: 72, qt_ms: 400, qtc_ms: 438, qtc_formula: 'bazett' },
  statements: ['Sinus rhythm'],
};

/** The body of `POST /api/ecg/data` as JSON. */
export const ecgUploadSchema = z
  .strictObject({ ...commonShape, recording_date: deviceTime, recording: recordingSchema })
  .meta({ id: 'EcgUpload', description: 'An ECG with its signals, measurements and report.', example: EXAMPLE });

/** The part `data` of a multipart upload, where a file may carry the recording and its time. */
export const ecgUploadPartSchema = z
  .strictObject({ ...commonShape, recording_date: deviceTime.optional(), recording: recordingSchema.optional() })
  .meta({ id: 'EcgUploadPart', description: 'What is sent beside the files of an ECG.' });
