import { z } from 'zod';
import { faultParams } from './faults';
import { calendarDate, deviceTime, headShape, reading } from './fields';
import { offsetSchema, samplesSchema, scaleSchema } from './samples';

export const THERAPY_MODES = [
  ...['CPAP', 'APAP', 'BPAP_S', 'BPAP_T', 'BPAP_ST', 'BPAP_AUTO'],
  ...['ASV', 'ASV_AUTO', 'IVAPS', 'OTHER'],
] as const;
export const EVENT_TYPES = [
  ...['obstructive_apnea', 'central_apnea', 'mixed_apnea', 'unclassified_apnea', 'hypopnea', 'rera'],
  ...['flow_limitation', 'large_leak', 'periodic_breathing', 'mask_off', 'other'],
] as const;
export const LEAK_TYPES = ['unintentional', 'total'] as const;
export const UPLOAD_SESSION_KINDS = ['therapy', 'mask_fit'] as const;
export const MASK_TYPES = ['nasal', 'pillows', 'full_face', 'other'] as const;

/** Signals of a therapy device and the one unit each comes in. */
export const SIGNAL_UNITS = {
  flow: 'L/s',
  mask_pressure: 'cmH2O',
  pressure: 'cmH2O',
  epap: 'cmH2O',
  leak: 'L/min',
  resp_rate: '/min',
  tidal_volume: 'mL',
  minute_ventilation: 'L/min',
  flow_limitation: '1',
  snore: '1',
  ie_ratio: '1',
  ti: 's',
  spo2: '%',
  pulse: '/min',
} as const;
export type SignalName = keyof typeof SIGNAL_UNITS;

// Object.keys of a constant whose keys are these names.
const SIGNAL_NAMES = Object.keys(SIGNAL_UNITS) as [SignalName, ...SignalName[]];

const MAX_RATE_HZ = 4000;
const MAX_EVENTS = 20_000;
const MAX_SESSIONS = 100;

const pressure = reading(0, 100);
const minutes = reading(0, 2880);
const index = reading(0, 1000);

const settingsSchema = z
  .strictObject({
    pressure_cmh2o: pressure,
    pressure_min_cmh2o: pressure,
    pressure_max_cmh2o: pressure,
    ipap_cmh2o: pressure,
    ipap_max_cmh2o: pressure,
    epap_cmh2o: pressure,
    epap_min_cmh2o: pressure,
    epap_max_cmh2o: pressure,
    pressure_support_cmh2o: pressure,
    pressure_support_min_cmh2o: pressure,
    pressure_support_max_cmh2o: pressure,
    backup_rate_bpm: reading(0, 100),
    ti_min_s: reading(0, 20),
    ti_max_s: reading(0, 20),
    ramp_minutes: minutes,
    ramp_start_cmh2o: pressure,
    epr_level: reading(0, 20),
    humidity_level: reading(0, 100),
    mask_type: z.enum(MASK_TYPES).nullable().optional(),
  })
  .meta({ id: 'UploadTherapySettings' });

const summarySchema = z
  .strictObject({
    usage_minutes: minutes,
    ahi: index,
    oai: index,
    cai: index,
    mai: index,
    uai: index,
    hi: index,
    leak_p50_l_min: reading(0, 1000),
    leak_p95_l_min: reading(0, 1000),
    large_leak_minutes: minutes,
    pressure_p50_cmh2o: pressure,
    pressure_p95_cmh2o: pressure,
    epap_p95_cmh2o: pressure,
    time_at_max_pressure_minutes: minutes,
    periodic_breathing_minutes: minutes,
    unscored_minutes: minutes,
    spo2_min_percent: reading(0, 100),
    t90_minutes: minutes,
    t88_minutes: minutes,
    odi: index,
    valid_oximetry_minutes: minutes,
  })
  .meta({
    id: 'UploadTherapySummary',
    description: 'The day’s values as the device reports them; null is the same as absent.',
  });

const signalRate = z.number().superRefine((hz, context) => {
  if (!(hz >= 1e-4 && hz <= MAX_RATE_HZ)) {
    context.addIssue({
      code: 'custom',
      params: faultParams('rate_out_of_range'),
      message: `A signal is sampled at 0.0001 to ${MAX_RATE_HZ} Hz.`,
    });
  }
});

const signalSchema = z
  .strictObject({
    name: z.enum(SIGNAL_NAMES),
    unit: z.enum([...new Set(Object.values(SIGNAL_UNITS))]),
    sampling_rate_hz: signalRate,
    scale: scaleSchema.optional(),
    offset: offsetSchema.optional(),
    samples: samplesSchema,
  })
  .meta({
    id: 'UploadTherapySignal',
    description: 'A signal from its session’s start on, in the one unit of its name.',
  });

const sessionSchema = z
  .strictObject({
    start: deviceTime,
    end: deviceTime,
    kind: z
      .enum(UPLOAD_SESSION_KINDS)
      .optional()
      .meta({ description: 'A mask-fit run is no therapy: it is shown and counts for nothing. Therapy unless given.' }),
    events: z
      .array(
        z
          .strictObject({ type: z.enum(EVENT_TYPES), start: deviceTime, duration_s: z.number().min(0).max(172_800) })
          .meta({ id: 'UploadTherapyEvent' }),
      )
      .max(MAX_EVENTS)
      .optional()
      .meta({ description: 'Absent: not known. Empty: there were none.' }),
    signals: z
      .array(signalSchema)
      .max(SIGNAL_NAMES.length * 2)
      .optional(),
  })
  .meta({ id: 'UploadTherapySession', description: 'Mask on to mask off.' });

const therapySchema = z
  .strictObject({
    mode: z.enum(THERAPY_MODES).optional(),
    settings: settingsSchema.optional(),
    leak_type: z.enum(LEAK_TYPES).optional().meta({ description: 'Required as soon as any leak is sent.' }),
    event_types_not_scored: z
      .array(z.enum(EVENT_TYPES))
      .max(EVENT_TYPES.length)
      .optional()
      .meta({ description: 'Kinds of events this device does not look for: that none was sent says nothing of them.' }),
    sessions: z.array(sessionSchema).max(MAX_SESSIONS).optional(),
    summary: summarySchema.optional(),
  })
  .meta({ id: 'TherapyUploadData', description: 'One device, one day: sessions, settings, the device’s own summary.' });

/** A day of therapy as sent. */
export type TherapyDataUpload = z.output<typeof therapySchema>;

const commonShape = {
  ...headShape,
  recording_date: deviceTime.optional().meta({ description: 'Only for a day without sessions.' }),
  night: calendarDate.optional().meta({
    description: 'The night of a day without sessions: the date on which it began.',
    example: '2026-11-02',
  }),
};

const EXAMPLE = {
  patient_id: 'P12345',
  device_id: 'PAP-12',
  therapy: {
    mode: 'APAP',
    settings: { pressure_min_cmh2o: 6, pressure_max_cmh2o: 14, ramp_minutes: 20, mask_type: 'nasal' },
    leak_type: 'unintentional',
    sessions: [
      {
        start: '2026-11-02T22:41:00+01:00',
        end: '2026-11-03T06:12:00+01:00',
        events: [{ type: 'obstructive_apnea', start: '2026-11-03T01:10:30+01:00', duration_s: 14 }],
        signals: [{ name: 'flow', unit: 'L/s', sampling_rate_hz: 25, samples: [0.1, 0.2] }],
      },
    ],
    summary: { usage_minutes: 451, ahi: 0.1, leak_p95_l_min: 12, pressure_p95_cmh2o: 11.2 },
  },
};

/** The body of `POST /api/{cpap|bipap}/data` as JSON. */
export const therapyUploadSchema = z
  .strictObject({ ...commonShape, therapy: therapySchema })
  .meta({ id: 'TherapyUpload', description: 'A day of CPAP or BiPAP therapy.', example: EXAMPLE });

/** The part `data` of a multipart upload, where a file may carry the therapy. */
export const therapyUploadPartSchema = z
  .strictObject({
    ...commonShape,
    therapy: therapySchema.optional(),
  })
  .meta({ id: 'TherapyUploadPart', description: 'What is sent beside the files of a therapy device.' });

/** The part `data` beside the files of a therapy card. */
export const cardUploadPartSchema = therapyUploadPartSchema
  .extend({
    summary_days: z.boolean().optional().meta({
      description: 'Of a card sent in parts: false leaves out days of which no file came. True unless given.',
    }),
  })
  .meta({ id: 'CardUploadPart', description: 'What is sent beside the files of a therapy card.' });
