import { type AlignedRun, alignedRuns } from '@/lib/signals/align';
import { physicalValues } from '@/lib/signals/physical-values';
import { rateHz } from '@/lib/signals/rate';
import type { Channel } from '@/lib/signals/types';
import { Workspace } from '@/lib/signals/workspace';
import { detectBeats } from '../beats/detect-beats';
import { tellingLeads } from '../telling-leads';

/** Names what found the beats, and changes whenever it may find others. */
export const BEAT_FINDER = { algorithm: 'nightbeat-beats', version: '1.0.0' } as const;

/** Where beats were found, and in how much of the recording they were looked for. */
export interface FoundBeats {
  leads: string[];
  analysed_ms: number;
  times_ms: number[];
  /** By beat: whether nobody looked just before it. */
  after_break: boolean[];
}

/** Blocks keep the memory of a day small; on both sides as much is looked at as the detection's averages reach. */
const BLOCK_S = 300;
const MARGIN_S = 12;
/** A stretch too short for the averages says nothing. */
const SHORTEST_S = 2;
/** Two QRS complexes cannot be closer; a beat at the border of two blocks is found in both. */
const REFRACTORY_S = 0.2;
const BORDER_S = 0.1;

/** The leads beats are looked for in: sent, in µV, of the rate most of them have. */
function leadsForBeats(channels: readonly Channel[]): Channel[] {
  const sent = channels.filter(({ kind, derived, unit }) => kind === 'rhythm' && !derived && unit === 'uV');
  const rates = [...new Set(sent.map(({ rate }) => rateHz(rate)))];
  const [most = []] = rates
    .map((hz) => sent.filter(({ rate }) => rateHz(rate) === hz))
    .sort((a, b) => b.length - a.length);
  return tellingLeads(most);
}

function microvolts(run: AlignedRun, from: number, to: number, workspace: Workspace): Float64Array[] {
  return run.segments.map((segment, lead) => {
    const start = run.from[lead] ?? 0;
    return physicalValues(segment, start + from, start + to, workspace.zeros(`lead ${lead}`, to - from));
  });
}

/** The beats of an unbroken stretch, as samples of it. */
function beatsOfRun(run: AlignedRun, rate_hz: number, workspace: Workspace): number[] {
  const block = Math.round(BLOCK_S * rate_hz);
  const margin = Math.round(MARGIN_S * rate_hz);
  const beats: number[] = [];
  for (let from = 0; from < run.count; from += block) {
    const start = Math.max(0, from - margin);
    const leads = microvolts(run, start, Math.min(run.count, from + block + margin), workspace);
    for (const found of detectBeats({ rate_hz, leads }, workspace)) {
      const at = start + found;
      const last = beats.at(-1) ?? Number.NEGATIVE_INFINITY;
      if (at < from - BORDER_S * rate_hz || at >= from + block || at - last < REFRACTORY_S * rate_hz) continue;
      beats.push(at);
    }
  }
  return beats;
}

/**
 * Finds the beats of a recording of any length, block by block, in up to three of its leads. Where a lead is missing
 * nobody looks. A beat stands where the QRS has most energy over the leads.
 * @returns null where no lead is a voltage
 */
export function findBeats(channels: readonly Channel[]): FoundBeats | null {
  const leads = leadsForBeats(channels);
  const [first] = leads;
  if (!first) return null;
  const rate_hz = rateHz(first.rate);
  const found: FoundBeats = { leads: leads.map(({ name }) => name), analysed_ms: 0, times_ms: [], after_break: [] };
  const workspace = new Workspace();
  for (const run of alignedRuns(leads)) {
    if (run.count < SHORTEST_S * rate_hz) continue;
    found.analysed_ms += (run.count / rate_hz) * 1000;
    for (const [index, beat] of beatsOfRun(run, rate_hz, workspace).entries()) {
      found.times_ms.push(run.start_ms + (beat / rate_hz) * 1000);
      found.after_break.push(index === 0);
    }
  }
  return found;
}
