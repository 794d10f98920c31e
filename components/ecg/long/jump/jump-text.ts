import type { TokenName } from '@/components/ui/tokens';
import { formatCount, formatDecimal, formatDuration } from '@/lib/client/format-value';
import type { JumpKind, JumpPlace } from '@/lib/measure/domain/beat-list/beat-facts';

interface KindText {
  /** One of them. */
  name: string;
  /** All of them, as a heading. */
  plural: string;
  color: TokenName;
}

/** How the kinds of places are called and marked. */
export const KIND_TEXTS: Record<JumpKind, KindText> = {
  V: { name: 'Ventricular ectopic', plural: 'Ventricular ectopics', color: 'e-oa' },
  run: { name: 'Ventricular run', plural: 'Ventricular runs, 3 or more', color: 'e-oa' },
  S: { name: 'Supraventricular ectopic', plural: 'Supraventricular ectopics', color: 'e-ca' },
  F: { name: 'Fusion beat', plural: 'Fusion beats', color: 'e-oa' },
  P: { name: 'Paced beat', plural: 'Paced beats', color: 'c-ipap' },
  Q: { name: 'Beat not classifiable', plural: 'Beats not classifiable', color: 'e-ua' },
  fastest: { name: 'Fastest, 10 beats', plural: 'Fastest, 10 beats', color: 'c-heart' },
  slowest: { name: 'Slowest, 10 beats', plural: 'Slowest, 10 beats', color: 'c-heart' },
  longest: { name: 'Longest RR', plural: 'Longest RR', color: 'c-heart' },
  pause: { name: 'RR over 2 s', plural: 'RR over 2 s', color: 'c-heart' },
  rhythm: { name: 'Rhythm', plural: 'Rhythms as labelled', color: 'c-heart' },
  suspected: { name: 'AF suspected', plural: 'AF suspected, computed', color: 'warn' },
  flutter: { name: 'Ventricular flutter', plural: 'Ventricular flutter as labelled', color: 'crit' },
  noise: { name: 'Noise', plural: 'Noise as marked', color: 'e-ua' },
  note: { name: 'Mark', plural: 'Marks of the device', color: 'text-2' },
  gap: { name: 'Nothing recorded', plural: 'Nothing recorded', color: 'e-ua' },
};

const seconds = (ms: number) => `${formatDecimal(ms / 1000, 2)} s`;

/** What a row of the list of kinds says: the value where there is one place, else how many. */
export function kindValue(kind: JumpKind, places: readonly JumpPlace[]): string {
  const [only] = places;
  if (kind === 'fastest' || kind === 'slowest') return `${Math.round(only?.bpm ?? 0)} bpm`;
  if (kind === 'longest') return seconds(only?.rr_ms ?? 0);
  return formatCount(places.length);
}

/** What is known of a place beside its time. */
export function placeText({ at_ms, to_ms, bpm, text }: JumpPlace): string {
  const rate = bpm === null ? null : `${Math.round(bpm)} bpm`;
  const lasts = text !== null && to_ms > at_ms && bpm === null ? formatDuration(to_ms - at_ms) : null;
  return [text, rate, lasts].filter((part) => part !== null).join(', ');
}

/** The interval of a place in ms, or the length of a gap or of an episode. */
export function placeLength(kind: JumpKind, { at_ms, to_ms, rr_ms }: JumpPlace): string {
  if (rr_ms !== null) return String(rr_ms);
  return kind === 'gap' || kind === 'suspected' ? formatDuration(to_ms - at_ms) : '–';
}
