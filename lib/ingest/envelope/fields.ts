import { z } from 'zod';
import { PRIORITIES } from '@/lib/recordings/contracts';
import { isDeviceTime, isTimeZone } from '../domain/device-time';
import { faultParams } from './faults';

/** Everything but control characters, unpaired surrogates and the marks that turn the direction of writing around. */
const PRINTABLE = /^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u;
const PRINTABLE_LINES = /^(?:[\n\t]|[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069])*$/u;

/** One line of text, trimmed and never folded. */
export function line(max: number) {
  return z.string().trim().min(1).max(max).regex(PRINTABLE);
}

/** Text that may have several lines. */
export function lines(max: number) {
  return z.string().trim().min(1).max(max).regex(PRINTABLE_LINES);
}

/** A finite number within limits that only nonsense exceeds; `null` says "not measured" and counts as absent. */
export function reading(min: number, max: number) {
  return z.number().min(min).max(max).nullable().optional();
}

/** A device's time: RFC 3339 with an offset, or without one where a time zone is known otherwise. */
export const deviceTime = z
  .string()
  .superRefine((text, context) => {
    if (!isDeviceTime(text)) {
      context.addIssue({
        code: 'custom',
        params: faultParams('invalid_date_time'),
        message: 'A time is written as in RFC 3339, with or without its offset: 2026-11-03T08:15:00+01:00.',
      });
    }
  })
  .meta({ example: '2026-11-03T08:15:00+01:00' });

export const calendarDate = z
  .string()
  .superRefine((text, context) => {
    if (!isCalendarDate(text)) {
      context.addIssue({
        code: 'custom',
        params: faultParams('invalid_date'),
        message: 'A date is written as year-month-day and exists: 2026-11-03.',
      });
    }
  })
  .meta({ override: { format: 'date' }, example: '1957-03-02' });

function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const timezone = line(64).superRefine((name, context) => {
  if (!isTimeZone(name)) {
    context.addIssue({
      code: 'custom',
      params: faultParams('unknown_time_zone'),
      message: 'A time zone is an IANA name such as Europe/Brussels, or an offset such as +01:00.',
    });
  }
});

const patientSchema = z
  .strictObject({
    family_name: line(100).optional(),
    given_name: line(100).optional(),
    birth_date: calendarDate.optional(),
    sex: z.enum(['female', 'male', 'other', 'unknown']).optional(),
  })
  .meta({ id: 'UploadPatient', description: 'Who the patient is, to be compared with what is known of the id.' });

const MAX_VENDOR_BYTES = 16 * 1024;
const MAX_VENDOR_DEPTH = 32;

/** Levels of objects and arrays inside each other, counted no further than one too many. */
function depthOf(value: unknown): number {
  const isNode = (one: unknown): one is object => typeof one === 'object' && one !== null;
  let level = [value].filter(isNode);
  let depth = 0;
  while (level.length > 0 && depth <= MAX_VENDOR_DEPTH) {
    depth++;
    level = level.flatMap((one) => Object.values(one).filter(isNode));
  }
  return depth;
}

const vendorSchema = z
  .custom<Record<string, unknown>>()
  .meta({
    override: { type: 'object', additionalProperties: true },
    description: 'Anything else the sender wants kept, as it is; at most 16 kB.',
  })
  .superRefine((value, context) => {
    if (value === undefined) return;
    const refuse = (code: Parameters<typeof faultParams>[0], message: string) =>
      context.addIssue({ code: 'custom', params: faultParams(code), message });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      refuse('invalid_type', 'This must be an object.');
    } else if (depthOf(value) > MAX_VENDOR_DEPTH) {
      refuse('too_deep', `At most ${MAX_VENDOR_DEPTH} levels are kept.`);
    } else if (new TextEncoder().encode(JSON.stringify(value)).length > MAX_VENDOR_BYTES) {
      refuse('too_large', 'At most 16 kB are kept.');
    }
  })
  .optional();

/** The fields that every upload has, whatever the device. */
export const headShape = {
  patient_id: line(64).optional().meta({
    description: 'The hospital’s id, kept as it is sent. May be absent when the device is assigned to a patient.',
    example: 'P12345',
  }),
  patient: patientSchema.optional(),
  device_id: line(100).meta({ example: 'ECG-7F-01' }),
  source_id: line(200).optional().meta({
    description: 'The sender’s own name for this recording: a repeat with other content is its next version.',
    example: 'cart7/2026-11-03/0042',
  }),
  timezone: timezone
    .optional()
    .meta({ description: 'The zone of times without an offset.', example: 'Europe/Brussels' }),
  sent_at: deviceTime.optional().meta({ description: 'The device’s clock when sending; gives the clock’s offset.' }),
  priority: z.enum(PRIORITIES).default('routine'),
  order: z
    .strictObject({
      accession_number: line(64).optional(),
      indication: lines(500).optional(),
      ordering_unit: line(100).optional(),
    })
    .optional()
    .meta({ id: 'UploadOrder' }),
  device: z
    .strictObject({
      make: line(100).optional(),
      model: line(100).optional(),
      serial: line(100).optional(),
      firmware: line(100).optional(),
    })
    .optional()
    .meta({ id: 'UploadDevice' }),
  site: line(100).optional(),
  operator: line(100).optional(),
  vendor: vendorSchema,
  report_pdf_base64: z.string().optional().meta({ description: 'The device’s report, a PDF of at most 20 MB.' }),
};
