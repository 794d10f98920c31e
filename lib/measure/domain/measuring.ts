/**
 * How far the measuring of an ECG has come: it waits for its turn, is done, or ended without a result because the kept
 * signals are gone or damaged (`unreadable`), or because it failed too often (`given_up`).
 */
export const MEASURING_STATES = ['waiting', 'done', 'unreadable', 'given_up'] as const;
export type Measuring = (typeof MEASURING_STATES)[number];
