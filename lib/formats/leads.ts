/**
 * ECG leads by their canonical names, in the order they are shown: standard limb and chest leads, posterior and
 * right-sided chest leads, Frank's orthogonal leads, monitor and Holter leads.
 */
export const ECG_LEADS = [
  ...['I', 'II', 'III', 'aVR', '-aVR', 'aVL', 'aVF'],
  ...['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V8', 'V9'],
  ...['V3R', 'V4R', 'V5R', 'V6R', 'V7R'],
  ...['X', 'Y', 'Z'],
  ...['MCL1', 'MLII', 'ES', 'AS', 'AI', 'CM5', 'CC5'],
] as const;

/** Standard twelve, in their order. */
export const TWELVE_LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;

const PREFIXES = ['MDCECGLEAD', 'LEAD', 'ECG'];
const FRANK = new Map([
  ['VX', 'X'],
  ['VY', 'Y'],
  ['VZ', 'Z'],
]);

const BY_LABEL = new Map<string, string>(ECG_LEADS.map((lead) => [lead.toUpperCase(), lead]));

/**
 * The canonical name of a lead's label: compared without case, spaces and underscores, without the prefixes `Lead `,
 * `ECG ` and `MDC_ECG_LEAD_`, with Frank's `vx vy vz` as X Y Z. `null` when the label names no lead we know.
 */
export function canonicalLead(label: string): string | null {
  const folded = label.replace(/[\s_]/g, '').toUpperCase();
  const prefix = PREFIXES.find((one) => folded.startsWith(one)) ?? '';
  const bare = folded.slice(prefix.length);
  return BY_LABEL.get(bare) ?? FRANK.get(bare) ?? null;
}
