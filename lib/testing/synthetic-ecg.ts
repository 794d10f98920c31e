/** One lead of an ECG that was made: its name and its samples in µV. */
export interface MadeLead {
  name: string;
  samples: Float64Array;
}

/** What an ECG is made to show. Times in ms; every interval is exact, whatever the sampling rate. */
export interface SyntheticEcg {
  rate_hz: number;
  seconds: number;
  /** From one QRS onset to the next; each in turn, over and over. */
  rr_ms: readonly number[];
  /** Null: no P wave. */
  pr_ms: number | null;
  p_ms: number;
  qrs_ms: number;
  qt_ms: number;
  /** Length of the T wave; it ends where the QT interval does. */
  t_ms: number;
  /** Height of the largest T wave in µV. */
  t_uv: number;
  /** Root mean square of normally distributed noise, the same in every lead's strength but another in each. */
  noise_uv: number;
  /** Half the range of a wandering baseline of 0.3 Hz. */
  wander_uv: number;
  /** Amplitude of mains hum of 50 Hz. */
  hum_uv: number;
  /** Height of a stimulus of 1 ms before each QRS; 0 for none. */
  stimulus_uv: number;
  seed: number;
}

export const SINUS: SyntheticEcg = {
  ...{ rate_hz: 500, seconds: 10, rr_ms: [1000] },
  ...{ pr_ms: 160, p_ms: 100, qrs_ms: 90, qt_ms: 400, t_ms: 180, t_uv: 350 },
  ...{ noise_uv: 0, wander_uv: 0, hum_uv: 0, stimulus_uv: 0, seed: 1 },
};

/**
 * How large P, q, r, s and T are in each lead that is recorded. The other limb leads follow from I and II, so that axes are
 * known: of I and aVF = II − I/2.
 */
const SHAPES: Record<string, { p: number; q: number; r: number; s: number; t: number }> = {
  I: { p: 70, q: -60, r: 700, s: -120, t: 0.6 },
  II: { p: 140, q: -80, r: 1000, s: -160, t: 0.9 },
  V1: { p: 60, q: 0, r: 250, s: -900, t: -0.3 },
  V2: { p: 60, q: 0, r: 450, s: -1200, t: 0.8 },
  V3: { p: 60, q: 0, r: 800, s: -800, t: 1 },
  V4: { p: 70, q: -60, r: 1400, s: -500, t: 1 },
  V5: { p: 70, q: -90, r: 1300, s: -250, t: 0.8 },
  V6: { p: 70, q: -100, r: 1000, s: -100, t: 0.6 },
};

/** Half a sine over its length; 0 outside. Its ends are corners, so that there is no doubt where it ends. */
const arch = (ms: number, length: number) => (ms < 0 || ms > length ? 0 : Math.sin((Math.PI * ms) / length));
/** A triangle over its length; 0 outside. */
const triangle = (ms: number, length: number) => Math.max(0, 1 - Math.abs((2 * ms) / length - 1));

/** One beat in one lead, at a time from its QRS onset. */
function beatAt(
  ms: number,
  ecg: SyntheticEcg,
  shape: { p: number; q: number; r: number; s: number; t: number },
): number {
  const { pr_ms, p_ms, qrs_ms, qt_ms, t_ms, t_uv } = ecg;
  const p = pr_ms === null ? 0 : shape.p * arch(ms + pr_ms, p_ms);
  const q = shape.q * triangle(ms, qrs_ms * 0.25);
  // without a q the r begins with the complex
  const rFrom = shape.q === 0 ? 0 : 0.25;
  const r = shape.r * triangle(ms - qrs_ms * rFrom, qrs_ms * (0.7 - rFrom));
  const s = shape.s * triangle(ms - qrs_ms * 0.7, qrs_ms * 0.3);
  return p + q + r + s + shape.t * t_uv * arch(ms - qt_ms + t_ms, t_ms);
}

/** Numbers of a normal distribution, always the same for a seed (Box and Muller 1958, over a linear congruence). */
export function normal(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / (2 ** 32 + 1);
  };
  for (let k = 0; k < 20; k++) uniform();
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** The instants of the QRS onsets, in ms from the first sample. */
export function onsetsOf({ seconds, rr_ms }: SyntheticEcg): number[] {
  const onsets: number[] = [];
  for (let at = 350, k = 0; at < seconds * 1000; k++) {
    onsets.push(at);
    at += rr_ms[k % rr_ms.length] ?? Number.POSITIVE_INFINITY;
  }
  return onsets;
}

function disturbance(ms: number, ecg: SyntheticEcg, lead: number, noise: () => number): number {
  const wander = ecg.wander_uv * Math.sin((2 * Math.PI * 0.3 * ms) / 1000 + lead);
  const hum = ecg.hum_uv * Math.sin((2 * Math.PI * 50 * ms) / 1000 + lead);
  return wander + hum + ecg.noise_uv * noise();
}

/** Twelve leads of an ECG whose intervals, axes and disturbances are known. What is not given is as in `SINUS`. */
export function syntheticEcg(wanted: Partial<SyntheticEcg> = {}): { rate_hz: number; leads: MadeLead[] } {
  const ecg = { ...SINUS, ...wanted };
  const onsets = onsetsOf(ecg);
  const count = Math.round(ecg.seconds * ecg.rate_hz);
  const sent = new Map(
    Object.entries(SHAPES).map(([name, shape], lead) => {
      const noise = normal(ecg.seed * 100 + lead);
      const samples = Float64Array.from({ length: count }, (_, k) => {
        const ms = (k * 1000) / ecg.rate_hz;
        let value = disturbance(ms, ecg, lead, noise);
        for (const onset of onsets) {
          value += beatAt(ms - onset, ecg, shape);
          if (ms >= onset - 8 && ms < onset - 7 + 1000 / ecg.rate_hz) value += ecg.stimulus_uv;
        }
        return value;
      });
      return [name, samples] as const;
    }),
  );
  const of = (name: string) => sent.get(name) ?? new Float64Array(count);
  const mixed = (one: number, two: number) => of('I').map((value, k) => one * value + two * (of('II')[k] ?? 0));
  const limb = [
    { name: 'I', samples: of('I') },
    { name: 'II', samples: of('II') },
    { name: 'III', samples: mixed(-1, 1) },
    { name: 'aVR', samples: mixed(-0.5, -0.5) },
    { name: 'aVL', samples: mixed(1, -0.5) },
    { name: 'aVF', samples: mixed(-0.5, 1) },
  ];
  const chest = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((name) => ({ name, samples: of(name) }));
  return { rate_hz: ecg.rate_hz, leads: [...limb, ...chest] };
}
