export const STANDARD_LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
const LIMB_LEADS = new Set(['I', 'II', 'III', 'aVR', 'aVL', 'aVF', '−aVR']);
const CHEST_LEAD = /^V\dR?$/;

/** aVR upside down, as the Cabrera order shows it (it then lies at +30°, between I and II). */
export const INVERTED_AVR = '−aVR';

interface LayoutRow {
  heightMm: number;
  /** One lead a column. */
  leads: readonly string[];
}

/** How leads are arranged on the paper: a table of rows and columns. */
export interface EcgLayout {
  id: string;
  label: string;
  /** `continuous`: each column goes on in time where the one before ends; `simultaneous`: all show the same seconds. */
  columns: 'continuous' | 'simultaneous';
  rows: readonly LayoutRow[];
}

/** What a person chose of the order of the leads, and of the one lead to see alone. */
export interface LeadChoice {
  cabrera: boolean;
  single: string | null;
}

const USUAL: LeadChoice = { cabrera: false, single: null };

/** The limb leads in the order they stand on the paper: by the standard, or by their angle (Cabrera). */
function limbOrder(cabrera: boolean): readonly [string, string, string, string, string, string] {
  return cabrera ? ['aVL', 'I', INVERTED_AVR, 'II', 'aVF', 'III'] : ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'];
}

/** Rows of three by as many columns as there are triples of leads. */
function threeRows(triples: readonly (readonly string[])[]): LayoutRow[] {
  return [32, 32, 33].map((heightMm, row) => ({
    heightMm,
    leads: triples.flatMap((triple) => triple[row] ?? []),
  }));
}

function triplesOf(leads: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(leads.length / 3) }, (_, index) => leads.slice(index * 3, index * 3 + 3));
}

/** The columns of the 3-row layouts: limb leads, V1 to V6, then what else was recorded. */
function columnsOf(cabrera: boolean, extra: readonly string[]): string[][] {
  return triplesOf([...limbOrder(cabrera), ...STANDARD_LEADS.slice(6), ...extra]);
}

function threeByFour(cabrera: boolean): EcgLayout {
  const rows = [...threeRows(columnsOf(cabrera, [])), { heightMm: 30, leads: ['II'] }];
  return { id: '3x4+1', label: '3×4 + 1', columns: 'continuous', rows };
}

function threeByFourThree(cabrera: boolean): EcgLayout {
  const rhythm = ['V1', 'II', 'V5'].map((lead) => ({ heightMm: 28, leads: [lead] }));
  const rows = [...threeRows(columnsOf(cabrera, [])), ...rhythm];
  return { id: '3x4+3', label: '3×4 + 3', columns: 'continuous', rows };
}

function sixByTwo(cabrera: boolean): EcgLayout {
  const heights = [22, 22, 24, 32, 32, 28];
  const rows = limbOrder(cabrera).map((lead, row) => ({
    heightMm: heights[row] ?? 28,
    leads: [lead, `V${row + 1}`],
  }));
  return { id: '6x2', label: '6×2', columns: 'simultaneous', rows };
}

function oneColumn(id: string, label: string, leads: readonly string[]): EcgLayout {
  const rows = leads.map((lead) => ({ heightMm: LIMB_LEADS.has(lead) ? 22 : 27, leads: [lead] }));
  return { id, label, columns: 'continuous', rows };
}

function singleLead(lead: string): EcgLayout {
  return { id: 'single', label: '1 lead', columns: 'continuous', rows: [{ heightMm: 60, leads: [lead] }] };
}

/** 15 or 18 leads on three rows of five or six columns, with lead II under them. */
function moreColumns(cabrera: boolean, extra: readonly string[]): EcgLayout[] {
  if (extra.length !== 3 && extra.length !== 6) return [];
  const columns = 4 + extra.length / 3;
  const rows = [...threeRows(columnsOf(cabrera, extra)), { heightMm: 30, leads: ['II'] }];
  return [{ id: `3x${columns}+1`, label: `3×${columns} + 1`, columns: 'continuous', rows }];
}

/** Whether a lead is one on the chest (V1 to V9, V3R and its like), which may have a gain of its own. */
export function isChestLead(lead: string): boolean {
  return CHEST_LEAD.test(lead);
}

/** Whether all twelve standard leads are there. */
export function isTwelveLead(leads: readonly string[]): boolean {
  return STANDARD_LEADS.every((lead) => leads.includes(lead));
}

/** The layouts a recording's leads allow, the usual one first. */
export function layoutsFor(leads: readonly string[], { cabrera, single }: LeadChoice = USUAL): EcgLayout[] {
  const one = singleLead(
    single !== null && leads.includes(single) ? single : (leads.find((lead) => lead === 'II') ?? leads[0] ?? ''),
  );
  if (!isTwelveLead(leads)) {
    const all = oneColumn('all', `${leads.length}×1`, leads);
    return leads.length > 1 ? [all, one] : [all];
  }
  const extra = leads.filter((lead) => !STANDARD_LEADS.some((standard) => standard === lead));
  const twelve = [...limbOrder(cabrera), ...STANDARD_LEADS.slice(6)];
  const all = extra.length > 0 ? [oneColumn('all', `${leads.length}×1`, [...twelve, ...extra])] : [];
  return [
    threeByFour(cabrera),
    threeByFourThree(cabrera),
    sixByTwo(cabrera),
    oneColumn('12x1', '12×1', twelve),
    ...moreColumns(cabrera, extra),
    ...all,
    one,
  ];
}

/** Median beats side by side: every column shows the same beat. Fewer columns where a column would be too short for it. */
export function medianLayout(leads: readonly string[], cabrera: boolean, fewColumns: boolean): EcgLayout {
  if (!isTwelveLead(leads)) return { ...oneColumn('median', 'Median', leads), columns: 'simultaneous' };
  if (fewColumns) return { ...sixByTwo(cabrera), id: 'median' };
  return { id: 'median', label: 'Median', columns: 'simultaneous', rows: threeRows(columnsOf(cabrera, [])) };
}
