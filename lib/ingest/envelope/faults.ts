import type { z } from 'zod';

/**
 * The machine codes of an upload's faults. They are part of the API: a code keeps its meaning for ever, and a new kind
 * of fault gets a new one.
 */
export const UPLOAD_FAULT_CODES = [
  'required',
  'unknown_field',
  'invalid_type',
  'invalid_value',
  'invalid_characters',
  'too_short',
  'too_long',
  'too_small',
  'too_large',
  'too_deep',
  'invalid_date',
  'invalid_date_time',
  'unknown_time_zone',
  'no_time_zone',
  'not_a_number',
  'no_samples',
  'too_many_gaps',
  'unequal_lengths',
  'unknown_lead',
  'duplicate_channel',
  'rate_out_of_range',
  'missing_scale',
  'invalid_scale',
  'unit_mismatch',
  'invalid_interval',
  'overlapping_sessions',
  'invalid_base64',
  'not_a_pdf',
  'incomplete_pdf',
  'too_many_faults',
] as const;
export type UploadFaultCode = (typeof UPLOAD_FAULT_CODES)[number];

/** One broken rule. `detail` is a sentence that repeats nothing of what was sent but names of fields. */
export interface UploadFault {
  /** RFC 6901, into the JSON that was sent. */
  pointer: string;
  code: UploadFaultCode;
  detail: string;
}

const LONGEST_NAME = 100;

/** A JSON pointer (RFC 6901). Names of more than 100 characters are cut: they are the sender's, and endless ones. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).slice(0, LONGEST_NAME).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** A fault found by a schema's own check: put its result in the issue's `params`. */
export function faultParams(code: UploadFaultCode): { code: UploadFaultCode } {
  return { code };
}

function isFaultCode(value: unknown): value is UploadFaultCode {
  return UPLOAD_FAULT_CODES.some((code) => code === value);
}

type Issue = z.core.$ZodIssue;

/** A schema's issues as faults. `body` is what was parsed: it tells a missing field from a wrong one. */
export function issuesToFaults(
  issues: readonly Issue[],
  body: unknown,
  base: readonly PropertyKey[] = [],
): UploadFault[] {
  return issues.flatMap((issue) => issueToFaults(issue, body, [...base, ...issue.path]));
}

function issueToFaults(issue: Issue, body: unknown, path: readonly PropertyKey[]): UploadFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      fault([...path, key], 'unknown_field', `The field ${quoted(key)} is not known here.`),
    );
  }
  if (issue.code === 'invalid_union') {
    const value = valueAt(body, path);
    if (value === undefined) return [fault(path, 'required', 'This field is required.')];
    const branch = chosenBranch(issue.errors, value);
    return branch === undefined
      ? [fault(path, 'invalid_type', 'None of the forms allowed here.')]
      : issuesToFaults(branch, body, path);
  }
  return [simpleFault(issue, path, valueAt(body, path))];
}

/** The form of a union that the sender meant: the one whose faults lie deeper than "this is something else". */
function chosenBranch(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] | undefined {
  const hasBlocks = typeof value === 'object' && value !== null && Object.hasOwn(value, 'blocks');
  if (hasBlocks) return branches.at(-1);
  return branches.find((issues) => issues.every((issue) => issue.path.length > 0 || !saysOtherType(issue)));
}

function saysOtherType(issue: Issue): boolean {
  return issue.code === 'invalid_type' || (issue.code === 'custom' && issue.params?.code === 'invalid_type');
}

function simpleFault(issue: Issue, path: readonly PropertyKey[], value: unknown): UploadFault {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return fault(path, 'required', 'This field is required.');
      return fault(path, 'invalid_type', `This must be ${article(issue.expected)}.`);
    case 'invalid_value':
      if (value === undefined) return fault(path, 'required', 'This field is required.');
      return fault(path, 'invalid_value', `Allowed are: ${issue.values.map(String).join(', ')}.`);
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') {
        return fault(path, 'too_short', `At least ${issue.minimum} ${unitOf(issue.origin)} needed.`);
      }
      return fault(path, 'too_small', `The least allowed is ${issue.inclusive ? '' : 'more than '}${issue.minimum}.`);
    case 'too_big':
      if (issue.origin === 'string' || issue.origin === 'array') {
        return fault(path, 'too_long', `At most ${issue.maximum} ${unitOf(issue.origin)} allowed.`);
      }
      return fault(path, 'too_large', `The most allowed is ${issue.inclusive ? '' : 'less than '}${issue.maximum}.`);
    case 'invalid_format':
      return fault(path, 'invalid_characters', 'Control characters and direction marks are not allowed.');
    case 'custom': {
      const code: unknown = issue.params?.code;
      return fault(path, isFaultCode(code) ? code : 'invalid_value', issue.message);
    }
    default:
      return fault(path, 'invalid_value', 'This value is not allowed.');
  }
}

function unitOf(origin: string): string {
  return origin === 'string' ? 'character(s)' : 'item(s)';
}

function article(expected: string): string {
  const noun = expected === 'record' ? 'object' : expected;
  return /^[aeio]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function quoted(name: string): string {
  return `"${name.slice(0, LONGEST_NAME)}"`;
}

/** One fault at a place in the body. `detail` repeats no value that was sent. */
export function fault(path: readonly PropertyKey[], code: UploadFaultCode, detail: string): UploadFault {
  return { pointer: jsonPointer(path), code, detail };
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    // An own property of an object of unknown shape; its value stays unknown.
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

const MOST_FAULTS = 500;

/** Without repeats, in the order found, cut at 500 with a last line that says so. */
export function tidyFaults(faults: readonly UploadFault[]): UploadFault[] {
  const seen = new Map(faults.map((one) => [`${one.code} ${one.pointer}`, one]));
  const unique = [...seen.values()];
  if (unique.length <= MOST_FAULTS) return unique;
  const more = unique.length - MOST_FAULTS;
  return [...unique.slice(0, MOST_FAULTS), fault([], 'too_many_faults', `${more} more faults are not listed.`)];
}
