/*
 * Bounds of foreign files. Lengths that a file claims are compared with the bytes that are there before anything is
 * allocated; these limits hold where the bytes themselves could be too many.
 */

/** All files of one request together. */
export const MAX_INPUT_BYTES = 512 * 2 ** 20;

/** What an archive or a compressed data set may become, all members together, so that a bomb ends far below 256 MB. */
export const MAX_INFLATED_BYTES = 96 * 2 ** 20;

/** Inflated to compressed; real signals stay below 20. Small members are exempt: 64 kB of zeros harm nobody. */
export const MAX_INFLATE_RATIO = 200;
export const RATIO_FREE_BYTES = 64 * 1024;

/** Files of one request, or members of one archive. */
export const MAX_FILES = 5000;

/** Header of a WFDB record. */
export const MAX_HEADER_TEXT = 2 ** 20;

export const MAX_CHANNELS = 512;
export const MIN_RATE_HZ = 1 / (24 * 3600);
export const MAX_RATE_HZ = 100_000;

/** Gaps of one channel; more is noise, not signal, and costs memory out of proportion. */
export const MAX_GAPS = 10_000;

/** Marks of one recording: three days of beats. */
export const MAX_ANNOTATIONS = 1_000_000;

/** Characters of one text (a statement, a note, a label); longer ones are cut. */
export const MAX_TEXT = 4000;

/** Statements, measurements and notes of one recording. */
export const MAX_FACTS = 20_000;
