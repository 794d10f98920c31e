import type { MadeBeat } from '../beats/median-beat';

/** The direction of a wave in the frontal plane, or why there is none. */
export type Axis =
  | { ok: true; deg: number; confidence: number }
  | { ok: false; reason: 'leads_missing' | 'axis_indeterminate' };

/** The wave's net area must be this many times what noise alone would give. */
const CLEAR_TIMES = 4;
/** Where both leads' net areas are smaller than this part of their whole areas, up and down cancel: no direction. */
const NET_PART = 0.08;

interface Area {
  /** In µV · samples: up less down, and both together. */
  net: number;
  whole: number;
}

/** The area between a lead and the line through both ends of a wave. */
function areaOf(lead: Float64Array, from: number, to: number): Area {
  const first = lead[from] ?? 0;
  const step = ((lead[to] ?? 0) - first) / Math.max(1, to - from);
  const area = { net: 0, whole: 0 };
  for (let k = from; k <= to; k++) {
    const value = (lead[k] ?? 0) - first - step * (k - from);
    area.net += value;
    area.whole += Math.abs(value);
  }
  return area;
}

/**
 * The frontal axis of a wave by the net areas in I and aVF: atan2(2·aVF/√3, I), as aVF is smaller than the bipolar leads by
 * that factor in Einthoven's triangle (Macfarlane PW, Lawrie TDV. Comprehensive Electrocardiology. 2nd ed. 2010, chapter on
 * lead theory). aVF is II − I/2 where it was not recorded.
 *
 * @param names leads of the beat, in order
 * @param noise_uv of each lead of the beat
 * @returns −179 to 180 degrees
 */
export function axisOf(
  beat: MadeBeat,
  names: readonly string[],
  { from, to }: { from: number; to: number },
  noise_uv: readonly number[],
): Axis {
  const place = (name: string) => names.indexOf(name);
  const [one, two, foot] = [place('I'), place('II'), place('aVF')];
  const first = beat.leads[one];
  const second = beat.leads[two];
  const given = beat.leads[foot];
  if (!first || !(given || second)) return { ok: false, reason: 'leads_missing' };
  const downwards = given ?? first.map((value, k) => (second?.[k] ?? 0) - value / 2);
  const x = areaOf(first, from, to);
  const y = areaOf(downwards, from, to);
  const size = Math.hypot(x.net, (2 / Math.sqrt(3)) * y.net);
  const noise = Math.max(noise_uv[one] ?? 0, noise_uv[given ? foot : two] ?? 0) * Math.sqrt(to - from + 1);
  const cancelled = Math.abs(x.net) < NET_PART * x.whole && Math.abs(y.net) < NET_PART * y.whole;
  if (size < CLEAR_TIMES * noise || size === 0 || cancelled) return { ok: false, reason: 'axis_indeterminate' };
  const deg = Math.round((Math.atan2((2 / Math.sqrt(3)) * y.net, x.net) * 180) / Math.PI);
  return { ok: true, deg: deg === -180 ? 180 : deg, confidence: Math.max(0, 1 - (CLEAR_TIMES * noise) / size) };
}
