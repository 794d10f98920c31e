import { type BeatList, intervalAt } from '../beat-list/beat-list';
import { withoutWander } from '../beats/without-wander';
import type { LeadValues } from '../lead-values';
import { isOff, LEAST_QUALITY, stretchQuality } from '../quality/lead-quality';
import type { SignalSpan } from '../quality/signal-over-time';
import { lacksPWaves, STEP_BEATS, WINDOW_BEATS } from './fibrillation';
import { LeadBuffer } from './lead-buffer';
import { coefficientOfSampleEntropy, IRREGULAR_ENTROPY } from './sample-entropy';
import { type UnjudgedReason, type UnjudgedSpan, type UnjudgedTime, unjudgedTime } from './unjudged-time';

/** A span of a recording, ms from its start. */
export interface Episode {
  from_ms: number;
  to_ms: number;
}

/** Where in a long recording fibrillation is suspected, and of how much of it that could be said. */
export interface FibrillationOverTime {
  /** Groups of beats that could be judged, together. */
  judged_ms: number;
  suspected_ms: number;
  longest_ms: number;
  /** Of all episodes; of more than `MOST_EPISODES` the longest are listed. */
  found: number;
  episodes: Episode[];
}

/** More are no list that anybody reads; a record is no place for them. */
export const MOST_EPISODES = 200;
/** Looked at beside a group of beats: a P wave before the first and a whole QRS of the last. */
const MARGIN_MS = 500;
/** Nobody knows what was between two beats this far apart. */
const LONGEST_INTERVAL_MS = 5000;
/** Below this nothing of a P wave is left. */
const LEAST_RATE_HZ = 100;

/** Spans in order of time, with those that touch made one. */
class Spans {
  private readonly spans: Episode[] = [];

  add({ from_ms, to_ms }: Episode): void {
    const last = this.spans.at(-1);
    if (last && from_ms <= last.to_ms) last.to_ms = Math.max(last.to_ms, to_ms);
    else this.spans.push({ from_ms, to_ms });
  }

  all(): readonly Episode[] {
    return this.spans;
  }

  total_ms(): number {
    return this.spans.reduce((sum, span) => sum + lengthOf(span), 0);
  }
}

const lengthOf = ({ from_ms, to_ms }: Episode) => to_ms - from_ms;

/** The times of about a dozen beats that no break parts. */
type Group = readonly number[];

const spanOf = (group: Group): Episode => ({ from_ms: group[0] ?? 0, to_ms: group.at(-1) ?? 0 });

/** Beats in stretches that no break interrupts, each in groups that overlap by half; its last beats in a group as well. */
function* groupsOf(list: Pick<BeatList, 'times_ms' | 'flags'>): Generator<Group> {
  const { times_ms } = list;
  const follows = (index: number) => (intervalAt(list, index) ?? Number.POSITIVE_INFINITY) <= LONGEST_INTERVAL_MS;
  for (let first = 0; first < times_ms.length; ) {
    let end = first + 1;
    while (end < times_ms.length && follows(end)) end += 1;
    const last = end - WINDOW_BEATS;
    for (let from = first; from < last; from += STEP_BEATS) yield [...times_ms.subarray(from, from + WINDOW_BEATS)];
    yield [...times_ms.subarray(Math.max(first, last), end)];
    first = end;
  }
}

const intervalsOf = (group: Group) => group.slice(1).map((at, index) => at - (group[index] ?? 0));

/**
 * Follows a long recording beat by beat, and says where atrial fibrillation is suspected: where the intervals of a dozen beats
 * are as irregular as in fibrillation and nothing before their QRS repeats as a P wave would (see `fibrillation.ts`). Groups that
 * touch are one episode. Samples are looked at only where the intervals are irregular; where no lead can be read there, nothing
 * is said. It is a suspicion, and no suspicion is no proof of absence.
 */
export class FibrillationFollower {
  private readonly buffer = new LeadBuffer();
  private readonly judged = new Spans();
  private readonly suspected = new Spans();
  private readonly unjudged: UnjudgedSpan[] = [];
  private readonly groups: Generator<Group>;
  private next: Group | null = null;

  /** @param beats of the whole recording */
  constructor(beats: Pick<BeatList, 'times_ms' | 'flags'>) {
    this.groups = groupsOf(beats);
    this.advance();
  }

  /** Takes the next part of all leads; parts come in order of time. */
  take(leads: readonly LeadValues[]): void {
    this.buffer.take(leads);
    const end_ms = this.buffer.end_ms();
    while (this.next && spanOf(this.next).to_ms + MARGIN_MS <= end_ms) this.judgeNext();
    this.buffer.forgetBefore(this.next ? spanOf(this.next).from_ms - MARGIN_MS : end_ms);
  }

  /** What was found, once all parts were taken; null where nothing could be judged. */
  finish(): FibrillationOverTime | null {
    while (this.next) this.judgeNext();
    const judged_ms = this.judged.total_ms();
    if (judged_ms === 0) return null;
    const all = this.suspected.all();
    const longest = [...all].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MOST_EPISODES);
    return {
      judged_ms,
      suspected_ms: this.suspected.total_ms(),
      longest_ms: longest[0] ? lengthOf(longest[0]) : 0,
      found: all.length,
      episodes: longest.sort((a, b) => a.from_ms - b.from_ms),
    };
  }

  /**
   * What could not be judged, once it was finished.
   * @param signal where the recording has samples, and how they can be read
   */
  unjudgedOf(signal: readonly SignalSpan[]): UnjudgedTime {
    return unjudgedTime(signal, this.judged.all(), this.unjudged);
  }

  private judgeNext(): void {
    if (!this.next) return;
    const [span, verdict] = [spanOf(this.next), this.judge(this.next)];
    if (typeof verdict === 'string') this.unjudged.push({ ...span, reason: verdict });
    else this.judged.add(span);
    if (verdict === true) this.suspected.add(span);
    this.advance();
  }

  /** Irregular or not is told by the times alone; a reason where neither can be said. */
  private judge(group: Group): boolean | UnjudgedReason {
    const entropy = coefficientOfSampleEntropy(intervalsOf(group));
    if (entropy === null) return 'too_few_beats';
    if (entropy <= IRREGULAR_ENTROPY) return false;
    const { from_ms, to_ms } = spanOf(group);
    const cut = this.buffer.cut(from_ms - MARGIN_MS, to_ms + MARGIN_MS);
    if (!cut) return 'interrupted';
    const { rate_hz } = cut.stretch;
    if (rate_hz < LEAST_RATE_HZ) return 'low_sampling_rate';
    const judged = cut.stretch.leads.map((lead) => ({ lead, quality: stretchQuality(lead, rate_hz) }));
    const leads = judged.flatMap(({ lead, quality }) => (quality.score >= LEAST_QUALITY ? [lead] : []));
    if (leads.length === 0) return judged.every(({ quality }) => isOff(quality)) ? 'lead_off' : 'noisy';
    const beats = group.map((at) => Math.round(((at - cut.start_ms) * rate_hz) / 1000));
    return lacksPWaves(withoutWander({ rate_hz, leads }, beats), beats) ?? 'beats_differ';
  }

  private advance(): void {
    const { value, done } = this.groups.next();
    this.next = done ? null : value;
  }
}
