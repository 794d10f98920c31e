import type { z } from 'zod';
import type { Modality } from '@/lib/recordings/contracts';
import { crossCheckEcg } from './cross-ecg';
import { crossCheckTherapy } from './cross-therapy';
import { ecgUploadPartSchema, ecgUploadSchema } from './ecg';
import { fault, issuesToFaults, tidyFaults, type UploadFault } from './faults';
import { asObject } from './loose';
import { decodeReport } from './report';
import { therapyUploadPartSchema, therapyUploadSchema } from './therapy';

type WithReport<T> = Omit<T, 'report_pdf_base64'> & {
  /** The decoded report, checked to be a PDF. */
  report_pdf?: Uint8Array;
};

/** A checked ECG upload. `recording` and `recording_date` are absent only where a file was to carry them. */
export type EcgUpload = WithReport<z.output<typeof ecgUploadPartSchema>> & { modality: 'ecg' };

/** A checked therapy upload. `therapy` is absent only where a file was to carry it. */
export type TherapyUpload = WithReport<z.output<typeof therapyUploadPartSchema>> & { modality: 'cpap' | 'bipap' };

export type Upload = EcgUpload | TherapyUpload;

type Parsed<T> = { ok: true; upload: T } | { ok: false; errors: UploadFault[] };

/** Whether the body must carry the recording, or a file beside it may (multipart). */
export interface ParseOptions {
  recording: 'required' | 'optional';
}

/**
 * Checks the body of an upload (api.md "Upload") and lists every fault at once: unknown fields by name, wrong types and
 * values, and what only shows across fields. The body is what `JSON.parse` gave and is not changed. Text is trimmed.
 * Faults never repeat what was sent but names of fields.
 */
export function parseUpload(modality: 'ecg', body: unknown, options?: ParseOptions): Parsed<EcgUpload>;
export function parseUpload(modality: 'cpap' | 'bipap', body: unknown, options?: ParseOptions): Parsed<TherapyUpload>;
export function parseUpload(modality: Modality, body: unknown, options?: ParseOptions): Parsed<Upload>;
export function parseUpload(
  modality: Modality,
  body: unknown,
  options: ParseOptions = { recording: 'required' },
): Parsed<Upload> {
  const whole = options.recording === 'required';
  return modality === 'ecg'
    ? parseWith(whole ? ecgUploadSchema : ecgUploadPartSchema, body, crossCheckEcg, { modality })
    : parseWith(whole ? therapyUploadSchema : therapyUploadPartSchema, body, crossCheckTherapy, { modality });
}

function parseWith<T extends { report_pdf_base64?: string | undefined }, M>(
  schema: z.ZodType<T>,
  body: unknown,
  crossCheck: (body: Record<string, unknown>) => UploadFault[],
  tag: M,
): Parsed<WithReport<T> & M> {
  const faults = protoKeys(body);
  const parsed = schema.safeParse(body);
  if (!parsed.success) faults.push(...issuesToFaults(parsed.error.issues, body));
  const object = asObject(body);
  if (object !== undefined) faults.push(...crossCheck(object));
  const sentReport = object?.report_pdf_base64;
  const report = typeof sentReport === 'string' ? decodeReport(sentReport) : undefined;
  if (report?.ok === false) faults.push(...report.faults);
  if (!parsed.success || faults.length > 0) return { ok: false, errors: tidyFaults(faults) };
  const { report_pdf_base64: _text, ...rest } = parsed.data;
  return { ok: true, upload: { ...rest, ...tag, ...(report?.ok && { report_pdf: report.pdf }) } };
}

const DEEPEST_FIELD = 48;

/**
 * Every `__proto__` in the body, by name. `JSON.parse` makes it an ordinary field, but the next copy of the object would
 * change its prototype. Arrays of numbers are not walked. `path` leads to the value and is given back as it was.
 */
function protoKeys(value: unknown, path: PropertyKey[] = [], found: UploadFault[] = []): UploadFault[] {
  if (typeof value !== 'object' || value === null || path.length > DEEPEST_FIELD) return found;
  if (Array.isArray(value) && (typeof value[0] === 'number' || value[0] === null)) return found;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, inner] of entries) {
    path.push(key);
    if (key === '__proto__') found.push(fault(path, 'unknown_field', 'The field "__proto__" is not allowed anywhere.'));
    else protoKeys(inner, path, found);
    path.pop();
  }
  return found;
}
