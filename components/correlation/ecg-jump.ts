import type { TimeView } from '@/components/charts/lanes/time-view';
import { momentIn } from '@/lib/correlation/domain/ecg-lane/moments';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import { spanOfEcg } from './ecg-window';

/** Where an ECG is opened at a moment of it, whole ms from its start. */
export function ecgAddress(id: string, atMs: number): string {
  return `/ecg/${encodeURIComponent(id)}?at=${atMs}`;
}

/**
 * Where a night is opened at a moment of an ECG, whole ms from the ECG's start: the night knows how the clocks stand to
 * each other, and that may have changed since the address was written.
 */
export function nightAddress(nightId: string, ecgId: string, atMs: number): string {
  return `/therapy/${encodeURIComponent(nightId)}?ecg=${encodeURIComponent(ecgId)}&at=${atMs}`;
}

/** The moment of an ECG that an address of a night asks for, as it was written. */
export interface AskedMoment {
  ecg: string;
  at: string;
}

/** Where a night opens. */
export interface NightOpening {
  /** On the clock of the night; null: as a night opens by itself. */
  atMs: number | null;
  /** Why it is not the moment that was asked for. */
  instead: string | null;
}

const AS_EVER: NightOpening = { atMs: null, instead: null };

/** Where a night opens that was come to from a moment of an ECG. What is no moment of an ECG of the night is ignored. */
export function openingOf(ecgs: readonly NightEcg[], whole: TimeView, asked: AskedMoment | null): NightOpening {
  const ecg = asked && ecgs.find(({ recording }) => recording.id === asked.ecg);
  const ms = ecg ? momentIn(asked.at, ecg.recording.duration_ms) : null;
  if (!ecg || ms === null) return AS_EVER;
  if (ecg.clock.level === 'night')
    return {
      atMs: null,
      instead:
        'The moment of the ECG is not shown: its clock and that of the night are not known to agree within 30 s.',
    };
  const atMs = spanOfEcg(ecg).fromMs + ms;
  if (atMs < whole.fromMs || atMs > whole.toMs)
    return { atMs: null, instead: 'The moment of the ECG lies outside of this night’s therapy.' };
  return { atMs, instead: null };
}

/** The ECG that was recorded at a moment of the night, and that moment in whole ms from its start. */
export function ecgAt(ecgs: readonly NightEcg[], ms: number): { ecg: NightEcg; atMs: number } | null {
  const ecg = ecgs.find((one) => {
    const { fromMs, toMs } = spanOfEcg(one);
    return one.clock.level !== 'night' && ms >= fromMs && ms < toMs;
  });
  return ecg ? { ecg, atMs: Math.floor(ms - spanOfEcg(ecg).fromMs) } : null;
}
