import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordAct, recordTyping } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import type { PatientDocument } from '@/models/patient';
import { askedBy } from './ask-patients';
import type { PatientPage, PatientSearchInput, PatientSort, PatientSummary } from './contracts';
import { readSet, SET_LIMIT } from './patient-set';
import { presentPatientSummary } from './present-patient';

const WITHOUT_TOKENS = { search_tokens: 0, facets: 0, flag_origins: 0 } as const;

const textOrder = (a: string, b: string) => a.localeCompare(b);

const byName = (a: PatientDocument, b: PatientDocument) =>
  textOrder(a.family_name ?? '', b.family_name ?? '') ||
  textOrder(a.given_name ?? '', b.given_name ?? '') ||
  textOrder(a._id, b._id);

const byNewest = (a: PatientDocument, b: PatientDocument) =>
  b.updated_at.getTime() - a.updated_at.getTime() || textOrder(b._id, a._id);

/** What a column is sorted by; null where the patient has none. */
const SORT_VALUES: Record<Exclude<PatientSort, 'newest' | 'name'>, (row: PatientSummary) => string | number | null> = {
  born: (row) => row.birth_date,
  last_ecg: (row) => row.last_ecg?.recording_date ?? null,
  heart_rate: (row) => row.last_ecg?.heart_rate_bpm ?? null,
  qtc: (row) => row.last_ecg?.qtc_ms ?? null,
  usage: (row) => row.recent_usage?.minutes.at(-1) ?? null,
  ahi: (row) => row.last_night?.ahi?.value ?? null,
  leak: (row) => row.last_night?.leak_p95_l_min?.value ?? null,
};

/** Orders rows that stand by name already; rows without the value come last whichever way it is sorted. */
function sortRows(rows: PatientSummary[], sort: PatientSort, descending: boolean): PatientSummary[] {
  if (sort === 'newest') return rows;
  if (sort === 'name') return descending ? [...rows].reverse() : rows;
  const readValue = SORT_VALUES[sort];
  return [...rows].sort((a, b) => {
    const [left, right] = [readValue(a), readValue(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const order = left < right ? -1 : left > right ? 1 : 0;
    return descending ? -order : order;
  });
}

/**
 * Patients by part of a name (both orders, without case and accents), by id or by birth date, narrowed by facets;
 * without text the ones with the newest records come first. A set of more than 1,000 is not sorted by a value: `sort`
 * of the answer says which order the rows stand in. Every search leaves one audit event, which does not hold the text;
 * what a page asks while somebody types leaves one a minute.
 */
export async function searchPatients(
  services: Services,
  actor: Actor,
  input: { body: PatientSearchInput },
): Promise<PatientPage> {
  authorize(actor, 'patient:read');
  const { text, facets, sort, descending, limit, settled } = input.body;
  const question = await askedBy(services, actor, { text, facets }, (facets.age ?? []).length > 0);
  const typed = text.trim() !== '';
  const plain = typed ? 'name' : 'newest';
  // rows in the set's own order need no more of it than is shown; any other order needs all of it
  const wanted = sort === 'newest' ? limit : SET_LIMIT;
  const [set] = await Promise.all([
    readSet(question, { limit: wanted + 1, projection: WITHOUT_TOKENS }),
    typed && !settled ? recordTyping(services, actor) : null,
  ]);
  const applied = sort !== 'newest' && set.length <= SET_LIMIT ? sort : plain;
  const ordered = set.sort(applied === 'newest' ? byNewest : byName).map(presentPatientSummary);
  const rows = sortRows(ordered, applied, applied === sort && descending).slice(0, limit);
  if (typed && settled)
    await recordAct(services, actor, { action: 'patient.searched', details: { by: 'text', found: rows.length } });
  return { data: rows, next_cursor: null, sort: applied, more: set.length > limit };
}
