/*
 * The payer's rule of use (clinical reference 1.4, CMS): four hours a night on 70 % of nights, 21 of 30, in any 30
 * consecutive days of the first 90. It is a rule of payment: benefit begins lower.
 */

/** Name and version of the rule; stands beside what is counted by it where it leaves the portal. */
export const ADHERENCE_RULE = { name: 'cms-4h-21-of-30', version: '1.0.0' } as const;

export const ADHERENT_MINUTES = 240;
export const WINDOW_NIGHTS = 30;
export const NEEDED_NIGHTS = 21;
export const TRIAL_NIGHTS = 90;

/** Minutes of use by night, the first night first; `null` is a night without data. */
export type NightUse = readonly (number | null)[];

/** Whether a night counts: whole minutes of all its sessions together, so that 239.9 is not 240. */
export function isAdherent(minutes: number | null | undefined): boolean {
  return minutes != null && Math.floor(minutes) >= ADHERENT_MINUTES;
}

/** How many nights of a stretch count. A night without data counts like one without use. */
export function adherentNights(nights: NightUse): number {
  return nights.filter((minutes) => isAdherent(minutes)).length;
}

/** Thirty consecutive nights of the trial. */
export interface AdherenceWindow {
  /** Night of the trial it begins with, the first being 0. */
  from: number;
  adherent: number;
  met: boolean;
}

/**
 * The best 30 consecutive nights of the trial, of equal ones the earliest. Nights that are still to come count for
 * nothing, and no window passes night 90.
 * @param trial from the first night of therapy on
 */
export function bestWindow(trial: NightUse): AdherenceWindow {
  let best: AdherenceWindow = { from: 0, adherent: -1, met: false };
  for (let from = 0; from + WINDOW_NIGHTS <= TRIAL_NIGHTS; from++) {
    const adherent = adherentNights(trial.slice(from, from + WINDOW_NIGHTS));
    if (adherent > best.adherent) best = { from, adherent, met: adherent >= NEEDED_NIGHTS };
  }
  return best;
}

/** Whether the rule can still be met if every night to come counts. @param trial the nights that are over */
export function canStillBeMet(trial: NightUse): boolean {
  const over = trial.slice(0, TRIAL_NIGHTS);
  const hoped = Array.from({ length: TRIAL_NIGHTS }, (_, night) =>
    night < over.length ? (over[night] ?? null) : ADHERENT_MINUTES,
  );
  return bestWindow(hoped).met;
}

/** Nights in a row that count, up to and with the last one. */
export function streak(nights: NightUse): number {
  const broken = nights.findLastIndex((minutes) => !isAdherent(minutes));
  return nights.length - 1 - broken;
}
