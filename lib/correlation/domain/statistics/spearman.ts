/** With fewer pairs than this nothing is said (COR-4). */
export const LEAST_PAIRS = 10;

/** Of the standard normal distribution, for an interval of 95 %. */
const Z_95 = 1.959963984540054;

/** One value of each kind, of one night. */
export interface Point {
  x: number;
  y: number;
}

export type Association =
  | {
      ok: true;
      n: number;
      rho: number;
      /** 95 %; null where the ranks agree or oppose without exception: there the method gives none. */
      interval: { lower: number; upper: number } | null;
    }
  /** `too_few` pairs, or `constant`: one of the two never varies. */
  | { ok: false; n: number; reason: 'too_few' | 'constant' };

/** Ranks from 1 on; values that are equal share the mean of the ranks they take up. */
export function averageRanks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] ?? 0] === values[order[from] ?? 0]) to++;
    // ranks from + 1 to to + 1 are shared
    for (let k = from; k <= to; k++) ranks[order[k] ?? 0] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}

/** Pearson's r; null where one of the two never varies. */
function pearson(x: readonly number[], y: readonly number[]): number | null {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let k = 0; k < x.length; k++) {
    const [dx, dy] = [(x[k] ?? 0) - mx, (y[k] ?? 0) - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx === 0 || yy === 0 ? null : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/**
 * The 95 % interval of Spearman's ρ by Fisher's z with the standard error √((1 + ρ²/2) / (n − 3)): Bonett DG, Wright TA.
 * Sample size requirements for estimating Pearson, Kendall and Spearman correlations. Psychometrika 2000;65:23–28.
 */
function bonettWright(rho: number, n: number): { lower: number; upper: number } | null {
  if (1 - Math.abs(rho) < 1e-12) return null;
  const reach = Z_95 * Math.sqrt((1 + rho ** 2 / 2) / (n - 3));
  return { lower: Math.tanh(Math.atanh(rho) - reach), upper: Math.tanh(Math.atanh(rho) + reach) };
}

/** Spearman's rank correlation: Pearson's of the average ranks, with its interval. */
export function spearman(points: readonly Point[]): Association {
  const n = points.length;
  if (n < LEAST_PAIRS) return { ok: false, n, reason: 'too_few' };
  const rho = pearson(averageRanks(points.map(({ x }) => x)), averageRanks(points.map(({ y }) => y)));
  if (rho === null) return { ok: false, n, reason: 'constant' };
  return { ok: true, n, rho, interval: bonettWright(rho, n) };
}
