import { type CatalogEntry, ERROR_CATALOG, type ErrorCode } from './catalog';

/** One fault of the input: where (JSON pointer), what (stable code) and a sentence without patient data. */
export interface InputFault {
  pointer: string;
  code: string;
  detail: string;
}

/** The one error use-cases throw. `cause` is for the log alone; `faults` and the catalogue's text are public. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly faults: readonly InputFault[];
  readonly retryAfterS: number | null;

  constructor(
    code: ErrorCode,
    options: { faults?: readonly InputFault[]; retryAfterS?: number; cause?: unknown } = {},
  ) {
    super(ERROR_CATALOG[code].title, options.cause === undefined ? undefined : { cause: options.cause });
    const entry: CatalogEntry = ERROR_CATALOG[code];
    this.name = 'AppError';
    this.code = code;
    this.faults = options.faults ?? [];
    this.retryAfterS = options.retryAfterS ?? entry.retry_after_s ?? null;
  }
}
