import type { CardEdf } from './card-edf';
import type { CardKind } from './card-names';
import { MINUTE_MS } from './clock';
import type { MaskSpan } from './plan-card';

/** A file of signals, placed on the device's clock by its header. */
export interface SignalBlock {
  kind: CardKind;
  edf: CardEdf;
  start_ms: number;
  end_ms: number;
}

/** A session: mask on to mask off, with the files recorded in it. */
export interface CardSession {
  start_ms: number;
  end_ms: number;
  /** Samples are kept until here: files that begin seconds later also end seconds later. */
  keep_until_ms: number;
  blocks: SignalBlock[];
}

/** The files of one block begin up to two seconds apart; a name's minute is not its header's. */
const TOGETHER_MS = MINUTE_MS;

interface Draft {
  /** The minutes of the summary, `null` where only files tell of the session. */
  span: MaskSpan | null;
  from_ms: number;
  blocks: SignalBlock[];
}

/**
 * The sessions of a device-day, in order. The summary counts whole minutes and the files begin to the second, so a
 * session begins with its first file where that lies in the summary's minute, and lasts as long as the summary says:
 * usage is the device's own. Where a session would then reach into the next one, it begins earlier within its minute.
 * Files outside all of the summary's sessions make their own, as long as what was recorded.
 */
export function placeSessions(spans: readonly MaskSpan[], blocks: readonly SignalBlock[]): CardSession[] {
  const drafts: Draft[] = spans.map((span) => ({ span, from_ms: span.from_ms, blocks: [] }));
  const alone: SignalBlock[] = [];
  for (const block of [...blocks].sort((a, b) => a.start_ms - b.start_ms)) {
    const home =
      drafts.find(({ span }) => span && block.start_ms >= span.from_ms && block.start_ms < span.to_ms) ??
      drafts.find(({ span }) => span && block.start_ms < span.to_ms && block.end_ms > span.from_ms);
    if (home) home.blocks.push(block);
    else alone.push(block);
  }
  drafts.push(...ownSessions(alone));
  drafts.sort((a, b) => a.from_ms - b.from_ms);
  const sessions: CardSession[] = [];
  let limit_ms = Number.POSITIVE_INFINITY;
  for (const draft of drafts.reverse()) {
    const session = placed(draft, limit_ms);
    if (session.end_ms <= session.start_ms) continue;
    sessions.unshift(session);
    limit_ms = session.start_ms;
  }
  return sessions;
}

function placed({ span, from_ms, blocks }: Draft, limit_ms: number): CardSession {
  if (span === null) {
    const end_ms = blocks.reduce((latest, block) => Math.max(latest, block.end_ms), from_ms);
    return { start_ms: from_ms, ...until(Math.min(end_ms, limit_ms), limit_ms), blocks };
  }
  const first = blocks[0]?.start_ms ?? span.from_ms;
  const begins = first >= span.from_ms && first < span.from_ms + MINUTE_MS ? first : span.from_ms;
  const length_ms = span.to_ms - span.from_ms;
  const end_ms = Math.min(begins + length_ms, limit_ms);
  return { start_ms: end_ms - length_ms, ...until(end_ms, limit_ms), blocks };
}

function until(end_ms: number, limit_ms: number) {
  return { end_ms, keep_until_ms: Math.min(end_ms + TOGETHER_MS, limit_ms) };
}

/** Files that begin together or while another one runs are one session. */
function ownSessions(blocks: readonly SignalBlock[]): Draft[] {
  const drafts: (Draft & { until_ms: number })[] = [];
  for (const block of blocks) {
    const last = drafts.at(-1);
    if (last && (block.start_ms < last.until_ms || block.start_ms - last.from_ms <= TOGETHER_MS)) {
      last.blocks.push(block);
      last.until_ms = Math.max(last.until_ms, block.end_ms);
    } else {
      drafts.push({ span: null, from_ms: block.start_ms, until_ms: block.end_ms, blocks: [block] });
    }
  }
  return drafts;
}
