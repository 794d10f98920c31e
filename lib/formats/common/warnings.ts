/** What a reader wants people to know about a recording it could read. */
export const WARNING_CODES = [
  'truncated',
  'checksum',
  'uncalibrated',
  'amplitude_suspect',
  'leads_disagree',
  'no_signal',
  'flat_lead',
  'unlikely_rate',
  'invalid_date',
  'ambiguous_date',
  'malformed',
  'ignored',
  'missing_file',
  'unverified',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

export interface RecordingWarning {
  code: WarningCode;
  /** One plain sentence without patient data. */
  detail: string;
}

const MOST = 100;

/** Collects warnings, each sentence once; a file cannot fill memory with them. */
export class Warnings {
  readonly #byDetail = new Map<string, RecordingWarning>();

  add(code: WarningCode, detail: string): void {
    if (this.#byDetail.size < MOST) this.#byDetail.set(detail, { code, detail });
  }

  list(): RecordingWarning[] {
    return [...this.#byDetail.values()];
  }
}
