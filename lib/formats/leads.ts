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

const PREFIXES = ['MDCECGLEAD', 'MDCECGELECPOTL', 'LEAD', 'ECG'];
const LONGEST_LABEL = 100;
/** A remark behind a name, as in `Lead I (Einthoven)`. */
const REMARK = /\s*\([^()]*\)\s*$/;
const FRANK = new Map([
  ['VX', 'X'],
  ['VY', 'Y'],
  ['VZ', 'Z'],
]);

const BY_LABEL = new Map<string, string>(ECG_LEADS.map((lead) => [lead.toUpperCase(), lead]));

/**
 * The canonical name of a lead's label: compared without case, spaces, underscores and a remark in brackets, without the
 * prefixes `Lead `, `ECG `, `MDC_ECG_LEAD_` and `MDC_ECG_ELEC_POTL_`, with Frank's `vx vy vz` as X Y Z. `null` when the label names no lead we know.
 */
export function canonicalLead(label: string): string | null {
  const folded = label.slice(0, LONGEST_LABEL).replace(REMARK, '').replace(/[\s_]/g, '').toUpperCase();
  const prefix = PREFIXES.find((one) => folded.startsWith(one)) ?? '';
  const bare = folded.slice(prefix.length);
  return BY_LABEL.get(bare) ?? FRANK.get(bare) ?? null;
}

/** Names of SCP-ECG's lead numbers (EN 1064), which DICOM and IEEE 11073 use as well. Those we do not name are absent. */
const SCP_LEADS = new Map<number, string>([
  ...['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V2R', 'V3R', 'V4R', 'V5R', 'V6R', 'V7R'].map(
    (name, index): [number, string] => [index + 1, name],
  ),
  ...['X', 'Y', 'Z', 'CC5', 'CM5'].map((name, index): [number, string] => [index + 16, name]),
  ...['III', 'aVR', 'aVL', 'aVF', '-aVR', 'V8', 'V9', 'V8R', 'V9R'].map((name, index): [number, string] => [
    index + 61,
    name,
  ]),
  [91, 'MCL'],
  [92, 'MCL1'],
]);

/** The name of an SCP-ECG lead number, `undefined` for those that name no lead we know. */
export function scpLeadName(code: number): string | undefined {
  return SCP_LEADS.get(code);
}

const ISHNE_LEADS = [
  ...['unknown', 'bipolar', 'X', 'Y', 'Z', 'I', 'II', 'III', 'aVR', 'aVL', 'aVF'],
  ...['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'ES', 'AS', 'AI'],
];

/** The name of an ISHNE lead specification, `undefined` beyond its list. */
export function ishneLeadName(code: number): string | undefined {
  return ISHNE_LEADS[code];
}
