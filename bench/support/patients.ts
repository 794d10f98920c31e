import { MongoClient } from 'mongodb';
import { storedFacets } from '@/lib/patients/domain/facets';
import { searchTokens } from '@/lib/patients/domain/search-tokens';
import type { LastEcg, PatientDocument } from '@/models/patient';

const STARTS = [
  'Ab',
  'Bran',
  'Cold',
  'Dun',
  'El',
  'Fern',
  'Green',
  'Hol',
  'Iv',
  'Kest',
  'Lark',
  'Mar',
  'Nor',
  'Oak',
  'Pen',
  'Quill',
  'Red',
  'Sedge',
  'Thistle',
  'Under',
  'Win',
  'Yar',
];
const MIDDLES = ['a', 'e', 'er', 'en', 'ing', 'o', 'is', 'um', 'et', 'ow', 'ash', 'el'];
const ENDS = [
  'bone',
  'brook',
  'bury',
  'feather',
  'field',
  'grove',
  'haven',
  'low',
  'mere',
  'moor',
  'shaw',
  'spur',
  'stead',
  'ton',
  'vale',
  'water',
  'wick',
  'wood',
];
const GIVEN = [
  'Ada',
  'Ambrose',
  'Araminta',
  'Barnaby',
  'Cosima',
  'Cuthbert',
  'Evander',
  'Gideon',
  'Hesper',
  'Ignatius',
  'Isolde',
  'Leopold',
  'Lucan',
  'Ottoline',
  'Percival',
  'Philippa',
  'Rosamund',
  'Tamsin',
  'Wilhelmina',
  'Zoë',
];
const MODES = [undefined, undefined, undefined, 'CPAP', 'APAP', 'APAP', 'BPAP_AUTO', 'BPAP_ST', 'ASV'];
const NOW = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;
const BATCH = 1000;
/** While one batch is written the next ones are made, and their flushes are shared. */
const WRITERS = 3;

/** A number that looks random and is the same every time. */
function scatter(index: number, salt: number): number {
  let value = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}

function pick<Value>(list: readonly Value[], index: number, salt: number): Value {
  // the list is never empty, and the remainder is a place in it
  return list[scatter(index, salt) % list.length] as Value;
}

/** The identity of the invented patient with this number: always the same. */
export function inventPatient(index: number) {
  const day = scatter(index, 4) % (95 * 365);
  return {
    patient_id: `${String(3000 + (index >> 10)).padStart(4, '0')} ${String(scatter(index, 5) % 10_000).padStart(4, '0')}${index % 1024}`,
    family_name: pick(STARTS, index, 0) + pick(MIDDLES, index, 1) + pick(ENDS, index, 2),
    given_name: pick(GIVEN, index, 3),
    birth_date: new Date(NOW - day * DAY_MS - DAY_MS).toISOString().slice(0, 10),
  };
}

/** The newest ECG of the invented patient with this number. */
function inventEcg(index: number): LastEcg {
  return {
    id: `rec_${index}`,
    reading_state: scatter(index, 8) % 5 === 0 ? 'unconfirmed' : 'confirmed',
    heart_rate_bpm: 38 + (scatter(index, 9) % 100),
    qtc_ms: 360 + (scatter(index, 10) % 150),
    qtc_formula: 'bazett',
  };
}

/** The invented patient with this number, whole. */
export function patientDocument(index: number): Omit<PatientDocument, 'organization_id'> {
  const identity = inventPatient(index);
  const seen = new Date(NOW - (scatter(index, 6) % ((400 * DAY_MS) / 1000)) * 1000);
  const mode = pick(MODES, index, 7);
  const ecg = inventEcg(index);
  const facts = {
    sex: pick(['female', 'male'] as const, index, 11),
    verified: scatter(index, 12) % 20 > 0,
    flags: { pacemaker: scatter(index, 13) % 50 === 0 ? ('yes' as const) : ('unknown' as const) },
  };
  const figure = (salt: number, spread: number) => ({
    value: scatter(index, salt) % spread,
    source: 'device' as const,
  });
  const dateOf = (back: number) => new Date(seen.getTime() - back * DAY_MS).toISOString().slice(0, 10);
  return {
    _id: `pat_${String(index).padStart(26, '0')}`,
    ...identity,
    ...facts,
    search_tokens: searchTokens(identity),
    facets: storedFacets({ ...facts, last_ecg: ecg, therapy_mode: mode }),
    last_ecg: seen,
    last_ecg_facts: ecg,
    last_night: mode
      ? {
          id: `night_${index}`,
          night: dateOf(0),
          mode,
          leak_type: 'unintentional',
          ahi: figure(14, 12),
          leak_p95_l_min: figure(15, 40),
        }
      : null,
    recent_usage: mode
      ? {
          last_night: dateOf(0),
          minutes: Array.from({ length: 14 }, (_, n) => scatter(index, 16 + n) % 600),
          computed_nights: 0,
        }
      : null,
    last_record_at: seen,
    ecg_count: 3,
    therapy_count: mode ? 60 : 0,
    revision: 1,
    change: index,
    created_at: seen,
    updated_at: seen,
  };
}

/** Writes the invented patients numbered 0 to `count` − 1, in large batches, past the models. */
export async function seedPatients(uri: string, organization_id: string, count: number): Promise<void> {
  const client = await MongoClient.connect(uri);
  const collection = client.db().collection<PatientDocument>('patients');
  let next = 0;
  const writer = async () => {
    while (next < count) {
      const from = next;
      next = Math.min(count, from + BATCH);
      const numbers = Array.from({ length: next - from }, (_, index) => from + index);
      await collection.insertMany(numbers.map((index) => ({ ...patientDocument(index), organization_id })));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  await client.close();
}
