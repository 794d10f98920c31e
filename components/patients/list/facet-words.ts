import type { FacetGroup } from '@/lib/patients/domain/facets';

/** How groups and values of facets are named on screen. */
export const GROUP_TITLES: Record<FacetGroup, string> = {
  ecg: 'Last ECG',
  therapy: 'Therapy',
  recent: 'Last recording',
  flag: 'Flags',
  sex: 'Sex',
  age: 'Age',
  identity: 'Identity',
};

const VALUE_WORDS: Record<FacetGroup, Record<string, string>> = {
  ecg: {
    unconfirmed: 'Unconfirmed',
    qtc_prolonged: 'QTc ≥ 450 / 460',
    hr_extreme: 'HR ≤ 40 or ≥ 131',
    none: 'No ECG',
  },
  therapy: {
    cpap: 'CPAP',
    auto_cpap: 'Auto CPAP',
    bpap: 'BPAP, any',
    asv: 'ASV',
    other: 'Other mode',
    none: 'No therapy',
  },
  recent: { '7': 'Within 7 days', '30': 'Within 30 days', '90': 'Within 90 days' },
  flag: {
    pacemaker: 'Pacemaker',
    atrial_fibrillation: 'Known AF',
    heart_failure: 'Heart failure, EF ≤ 45 %',
    pregnancy: 'Pregnancy',
  },
  sex: { female: 'Female', male: 'Male', other: 'Other', unknown: 'Unknown' },
  age: {
    '0_17': 'Under 18',
    '18_39': '18 to 39',
    '40_64': '40 to 64',
    '65_79': '65 to 79',
    '80_up': '80 and over',
    unknown: 'Not known',
  },
  identity: { unverified: 'Unverified' },
};

/** The word of a facet's value. */
export function valueWord(group: FacetGroup, value: string): string {
  return VALUE_WORDS[group][value] ?? value;
}
