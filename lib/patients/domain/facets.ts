/** The groups of the patient list's facets, in the order they are shown. */
export const FACET_GROUP_NAMES = ['ecg', 'therapy', 'recent', 'flag', 'sex', 'age', 'identity'] as const;

export type FacetGroup = (typeof FACET_GROUP_NAMES)[number];

/** The values of each group. `recent` and `age` depend on today and are never stored. */
export const FACET_GROUPS: Readonly<Record<FacetGroup, readonly string[]>> = {
  ecg: ['unconfirmed', 'qtc_prolonged', 'hr_extreme', 'none'],
  therapy: ['cpap', 'auto_cpap', 'bpap', 'asv', 'other', 'none'],
  recent: ['7', '30', '90'],
  flag: ['pacemaker', 'atrial_fibrillation', 'heart_failure', 'pregnancy'],
  sex: ['female', 'male', 'other', 'unknown'],
  age: ['0_17', '18_39', '40_64', '65_79', '80_up', 'unknown'],
  identity: ['unverified'],
};

/** Chosen values by group; a group without any is not chosen. */
export type FacetSelection = { [G in FacetGroup]?: readonly string[] | undefined };

/** What the stored facets of a patient are made of. */
export interface FacetFacts {
  sex: string;
  verified: boolean;
  flags: Readonly<Record<string, string>>;
  last_ecg: {
    reading_state: string;
    heart_rate_bpm: number | null;
    qtc_ms: number | null;
  } | null;
  /** Mode of the newest therapy; null where there is therapy of a mode nobody stated, undefined where there is none. */
  therapy_mode: string | null | undefined;
}

const QTC_PROLONGED_FEMALE_MS = 460;
const QTC_PROLONGED_MS = 450;

/** QTc prolonged: 450 ms and more, for women 460 ms (clinical reference 1.2); sex unknown counts as 450. */
export function isQtcProlonged(qtc_ms: number, sex: string): boolean {
  return qtc_ms >= (sex === 'female' ? QTC_PROLONGED_FEMALE_MS : QTC_PROLONGED_MS);
}

/** Heart rate at the limits of 1.2: 40 and less, 131 and more. */
export function isHeartRateExtreme(heart_rate_bpm: number): boolean {
  return heart_rate_bpm <= 40 || heart_rate_bpm >= 131;
}

const THERAPY_KINDS: Record<string, string> = {
  CPAP: 'cpap',
  APAP: 'auto_cpap',
  BPAP_S: 'bpap',
  BPAP_T: 'bpap',
  BPAP_ST: 'bpap',
  BPAP_AUTO: 'bpap',
  ASV: 'asv',
  ASV_AUTO: 'asv',
};

/** The facet a therapy mode falls under. */
export function therapyKind(mode: string | null | undefined): string {
  if (mode === undefined) return 'none';
  return (mode && THERAPY_KINDS[mode]) || 'other';
}

function ecgFacets(facts: FacetFacts): string[] {
  const ecg = facts.last_ecg;
  if (!ecg) return ['ecg:none'];
  const found: string[] = [];
  if (ecg.reading_state === 'unconfirmed') found.push('ecg:unconfirmed');
  if (ecg.qtc_ms !== null && isQtcProlonged(ecg.qtc_ms, facts.sex)) found.push('ecg:qtc_prolonged');
  if (ecg.heart_rate_bpm !== null && isHeartRateExtreme(ecg.heart_rate_bpm)) found.push('ecg:hr_extreme');
  return found;
}

/** The facets stored on a patient, as `group:value`. */
export function storedFacets(facts: FacetFacts): string[] {
  return [
    `sex:${facts.sex}`,
    ...(facts.verified ? [] : ['identity:unverified']),
    ...Object.entries(facts.flags)
      .filter(([, value]) => value === 'yes')
      .map(([name]) => `flag:${name}`),
    ...ecgFacets(facts),
    `therapy:${therapyKind(facts.therapy_mode)}`,
  ];
}

const DAY_MS = 86_400_000;

/** The first instant that counts as "within n days" of now. */
export function recentSince(days: string, now: Date): Date {
  return new Date(now.getTime() - Number(days) * DAY_MS);
}

function yearsBefore(today: string, years: number): string {
  const [year = '', month = '', day = ''] = today.split('-');
  const earlier = String(Number(year) - years).padStart(4, '0');
  // who was born on 29 February comes of age on 1 March in a common year: dates compare as text, so this holds
  return `${earlier}-${month}-${day}`;
}

/**
 * Birth dates of an age group: later than `after`, not later than `until` (either null for no limit).
 * @param today calendar date in the organisation's zone
 */
export function birthDatesOf(ageGroup: string, today: string): { after: string | null; until: string | null } {
  const [youngest, oldest] = ageGroup.split('_');
  return {
    after: oldest === 'up' ? null : yearsBefore(today, Number(oldest) + 1),
    until: yearsBefore(today, Number(youngest)),
  };
}

/** The part of a patient that facets are counted by. */
export interface FacetRow {
  facets: readonly string[];
  birth_date: string | null;
  last_record_at: Date | null;
}

/** Whether a patient falls under a value of a group. */
export function hasFacet(row: FacetRow, group: FacetGroup, value: string, now: Date, today: string): boolean {
  if (group === 'recent') return row.last_record_at !== null && row.last_record_at >= recentSince(value, now);
  if (group !== 'age') return row.facets.includes(`${group}:${value}`);
  if (value === 'unknown') return row.birth_date === null;
  if (row.birth_date === null) return false;
  const { after, until } = birthDatesOf(value, today);
  return (after === null || row.birth_date > after) && (until === null || row.birth_date <= until);
}

/** How many of the rows fall under each value of a group. */
export function countGroup(
  rows: readonly FacetRow[],
  group: FacetGroup,
  now: Date,
  today: string,
): Map<string, number> {
  return new Map(
    FACET_GROUPS[group].map((value) => [
      value,
      rows.reduce((sum, row) => sum + (hasFacet(row, group, value, now, today) ? 1 : 0), 0),
    ]),
  );
}

/** The groups of a selection in which something is chosen. */
export function chosenGroups(selection: FacetSelection): [FacetGroup, readonly string[]][] {
  return FACET_GROUP_NAMES.flatMap((group) => {
    const values = selection[group] ?? [];
    return values.length > 0 ? [[group, values] as [FacetGroup, readonly string[]]] : [];
  });
}

/** A selection as query parameters: `ecg=unconfirmed&therapy=bpap,asv`. Facets are all that stands in an address. */
export function selectionToQuery(selection: FacetSelection): string {
  return chosenGroups(selection)
    .map(([group, values]) => `${group}=${values.join(',')}`)
    .join('&');
}

/** The selection of an address; unknown groups and values are left out, as addresses may be old. */
export function selectionFromQuery(read: (group: string) => string | null): FacetSelection {
  const selection: FacetSelection = {};
  for (const group of FACET_GROUP_NAMES) {
    const values = (read(group) ?? '').split(',').filter((value) => FACET_GROUPS[group].includes(value));
    if (values.length > 0) selection[group] = [...new Set(values)];
  }
  return selection;
}
