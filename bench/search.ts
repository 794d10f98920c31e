/*
 * `npm run bench:search`: as-typed search over 100,000 invented patients on the embedded store (SRC-1: p95 <= 50 ms),
 * at the use-case, audit included. Facet counts are measured beside it; they follow the rows on the page.
 */
import { countFacets } from '@/lib/patients/count-facets';
import type { FacetSelection } from '@/lib/patients/domain/facets';
import { searchPatients } from '@/lib/patients/search-patients';
import { type BenchInstallation, run } from './support/installation';
import { inventPatient, seedPatients } from './support/patients';
import { printTimings, type Timing, timed } from './support/report';

const PATIENTS = Number(process.env.BENCH_PATIENTS ?? 100_000);
const ROUNDS = 60;
const TARGET_MS = 50;

/** What people type, made from the invented patient with this number. */
const TYPED: Record<string, (index: number) => string> = {
  '1 letter': (index) => inventPatient(index).family_name.slice(0, 1),
  '2 letters': (index) => inventPatient(index).family_name.slice(0, 2),
  '3 letters': (index) => inventPatient(index).family_name.slice(0, 3),
  'family name': (index) => inventPatient(index).family_name,
  'given and family, cut': (index) =>
    `${inventPatient(index).given_name.slice(0, 2)} ${inventPatient(index).family_name.slice(0, 3)}`,
  'two words, nobody': (index) => `${inventPatient(index).family_name.slice(0, 2)} xq`,
  'one letter each, nobody': (index) => `${inventPatient(index).family_name.slice(0, 1)} x`,
  'id, first digits': (index) => inventPatient(index).patient_id.slice(0, 3),
  'id, whole, with space': (index) => inventPatient(index).patient_id,
  'birth date': (index) => inventPatient(index).birth_date.split('-').reverse().join('.'),
  'day and month': (index) => `${Number(inventPatient(index).birth_date.slice(8))} Mar`,
};

const FACETS: Record<string, FacetSelection> = {
  'sex:female': { sex: ['female'] },
  'unread and pacemaker': { ecg: ['unconfirmed'], flag: ['pacemaker'] },
  'bpap or asv, 65 and over': { therapy: ['bpap', 'asv'], age: ['65_79', '80_up'] },
  'recorded in 7 days': { recent: ['7'] },
};

async function repeat(work: (index: number) => Promise<unknown>, rounds = ROUNDS): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const index = (round * 7919) % PATIENTS;
    times.push(await timed(() => work(index)));
  }
  return times;
}

async function measure({ services, uri, organization_id, clinician }: BenchInstallation): Promise<void> {
  process.stdout.write(`Inventing ${PATIENTS} patients …\n`);
  const seeding_ms = await timed(() => seedPatients(uri, organization_id, PATIENTS));
  process.stdout.write(`done in ${(seeding_ms / 1000).toFixed(1)} s\n`);
  const plain = { facets: {}, sort: 'newest' as const, descending: false, limit: 50, settled: false };
  const search = (change: object) => searchPatients(services, clinician, { body: { ...plain, text: '', ...change } });
  await repeat((index) => search({ text: inventPatient(index).family_name.slice(0, 2) }), 20);
  const timings: Timing[] = [];
  for (const [what, text] of Object.entries(TYPED))
    timings.push({ what, times_ms: await repeat((index) => search({ text: text(index) })), target_ms: TARGET_MS });
  timings.push({ what: 'all, as typed', times_ms: timings.flatMap((line) => line.times_ms), target_ms: TARGET_MS });
  timings.push({
    what: 'settled, 3 letters',
    times_ms: await repeat((index) => search({ text: inventPatient(index).family_name.slice(0, 3), settled: true })),
    target_ms: TARGET_MS,
  });
  timings.push({ what: 'nothing typed', times_ms: await repeat(() => search({})), target_ms: TARGET_MS });
  for (const [what, facets] of Object.entries(FACETS)) {
    timings.push({ what: `rows, ${what}`, times_ms: await repeat(() => search({ facets }), 30), target_ms: TARGET_MS });
    const typed = (index: number) => search({ facets, text: inventPatient(index).family_name.slice(0, 2) });
    timings.push({ what: `rows, ${what}, 2 letters`, times_ms: await repeat(typed, 30), target_ms: null });
  }
  const count = (facets: FacetSelection, text = '') => countFacets(services, clinician, { body: { text, facets } });
  timings.push({ what: 'facet counts, everybody', times_ms: await repeat(() => count({}), 20), target_ms: null });
  timings.push({
    what: 'facet counts, sex:female',
    times_ms: await repeat(() => count({ sex: ['female'] }), 20),
    target_ms: null,
  });
  const counted = (index: number) => count({}, inventPatient(index).family_name.slice(0, 2));
  timings.push({ what: 'facet counts, 2 letters', times_ms: await repeat(counted, 20), target_ms: null });
  printTimings(`Search over ${PATIENTS} patients, embedded store`, timings);
}

run(measure);
