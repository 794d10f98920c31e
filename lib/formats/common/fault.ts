/** Why a file is refused. */
export const READ_REASONS = [
  /** No format of ours, judged by content. */
  'unrecognized',
  /** A format of ours in a variant that is not read. */
  'unsupported',
  /** It ends before what it declares. */
  'truncated',
  /** It contradicts itself or its format. */
  'corrupt',
  /** Larger than the limits, or it would become so. */
  'too_large',
  'encrypted',
  /** It names another file that was not sent with it. */
  'missing_file',
] as const;
export type ReadReason = (typeof READ_REASONS)[number];

/**
 * Ends the reading of a file from any depth of a parser. It never leaves `readRecordingFile`, which turns it into the
 * answer `{ok: false}`; nothing else may be thrown by a reader. `detail` never repeats what the file says of a patient.
 */
export class ReadFault extends Error {
  constructor(
    readonly reason: ReadReason,
    readonly detail: string,
  ) {
    super(detail);
  }
}
