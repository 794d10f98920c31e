import { alignedRuns } from '@/lib/signals/align';
import { packChannel, type SampleRun } from '@/lib/signals/pack';
import { periodMs } from '@/lib/signals/rate';
import type { Channel, Segment } from '@/lib/signals/types';

/** Each derived lead as (i × I + ii × II) × factor, so that whole numbers stay whole and a half goes into the scale. */
const FORMULAE = [
  { name: 'III', i: -1, ii: 1, factor: 1 },
  { name: 'aVR', i: -1, ii: -1, factor: 0.5 },
  { name: 'aVL', i: 2, ii: -1, factor: 0.5 },
  { name: 'aVF', i: -1, ii: 2, factor: 0.5 },
] as const;
type Formula = (typeof FORMULAE)[number];

const CHEST_LEADS = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

/**
 * The four limb leads that eight sent leads (I, II, V1–V6) leave out: III = II − I, aVR = −(I + II)/2,
 * aVL = I − II/2, aVF = II − I/2 (FMT-3), each with the id '' and marked derived. Exact where I and II have the same
 * scale; a gap in either is a gap.
 *
 * @param channels leads of one kind, in µV
 * @returns nothing unless exactly I and II of the limb leads are there, once each and at one rate, with V1–V6
 */
export function deriveLimbLeads(channels: readonly Channel[]): Channel[] {
  const byName = (name: string) => channels.filter((channel) => channel.name === name);
  const [leadI, secondI] = byName('I');
  const [leadII, secondII] = byName('II');
  if (leadI === undefined || leadII === undefined || secondI !== undefined || secondII !== undefined) return [];
  if (FORMULAE.some(({ name }) => byName(name).length > 0)) return [];
  if (CHEST_LEADS.some((name) => byName(name).length !== 1)) return [];
  const { rate } = leadI;
  if (rate.numerator !== leadII.rate.numerator || rate.denominator !== leadII.rate.denominator) return [];
  const { kind, unit } = leadI;
  return FORMULAE.map((formula) =>
    packChannel({ id: '', name: formula.name, kind, unit, rate, derived: true }, periodMs(rate), [
      ...combine(leadI, leadII, formula),
    ]),
  );
}

/** What both leads have at the same time, combined. */
function* combine(leadI: Channel, leadII: Channel, formula: Formula): Generator<SampleRun> {
  for (const { start_ms, segments, from, count } of alignedRuns([leadI, leadII])) {
    const [a, b] = segments;
    const [fromA = 0, fromB = 0] = from;
    if (a !== undefined && b !== undefined) yield { start_ms, ...combineRuns(a, b, fromA, fromB, count, formula) };
  }
}

function combineRuns(
  a: Segment,
  b: Segment,
  fromA: number,
  fromB: number,
  count: number,
  { i, ii, factor }: Formula,
): Omit<SampleRun, 'start_ms'> {
  const values = new Array<number>(count);
  const exact = a.scale === b.scale;
  for (let k = 0; k < count; k++) {
    const valueA = a.samples[fromA + k] ?? 0;
    const valueB = b.samples[fromB + k] ?? 0;
    values[k] = exact
      ? i * valueA + ii * valueB
      : (i * (valueA - a.offset) * a.scale + ii * (valueB - b.offset) * b.scale) * factor;
  }
  if (!exact) return { scale: 1, offset: 0, values };
  return { scale: a.scale * factor, offset: i * a.offset + ii * b.offset, values };
}
