import { type NightDocument, therapyNights } from '@/models/therapy-night';
import { WORKLIST_ROWS, type Worklist } from './contracts';
import type { NightWindow } from './domain/night-window';
import { type ConcernNight, compareConcern, therapyConcern } from './domain/therapy-concern';
import { peopleByRef } from './list-steps';

/** More nights than this are not ranked in one answer: about 1 400 patients with 28 nights each. */
const MOST_NIGHTS = 40_000;

/** What concern needs of a night; sessions, settings and percentiles stay where they are. */
const NIGHT_FIELDS = {
  patient_ref: 1,
  night: 1,
  usage_minutes: 1,
  ahi: 1,
  cai: 1,
  leak_p95_l_min: 1,
  'device_reported.usage_minutes': 1,
  'device_reported.ahi': 1,
  'device_reported.cai': 1,
  'device_reported.leak_p95_l_min': 1,
  leak_type: 1,
  mask: 1,
  mode: 1,
  'devices.make': 1,
  excluded: 1,
} as const;

/** The nights the ranking reads; exported for the test that nothing scans. */
export const nightFilter = (window: NightWindow) => ({ night: { $gte: window.known_from } });

/** The newest night first, as the index has them. */
export const NEWEST_NIGHT_FIRST = { night: -1, _id: -1 } as const;

function concernNight(document: NightDocument): ConcernNight {
  const reported = document.device_reported;
  return {
    night: document.night,
    usage_minutes: document.usage_minutes,
    ahi: document.ahi,
    cai: document.cai,
    leak_p95_l_min: document.leak_p95_l_min,
    device_reported: reported && {
      usage_minutes: reported.usage_minutes ?? null,
      ahi: reported.ahi ?? null,
      cai: reported.cai ?? null,
      leak_p95_l_min: reported.leak_p95_l_min ?? null,
    },
    leak_type: document.leak_type,
    mask: document.mask,
    makes: document.devices.map(({ make }) => make ?? null),
    excluded: document.excluded,
  };
}

function byPatient(documents: readonly NightDocument[]): Map<string, NightDocument[]> {
  const groups = new Map<string, NightDocument[]>();
  for (const document of documents) {
    const group = groups.get(document.patient_ref);
    if (group) group.push(document);
    else groups.set(document.patient_ref, [document]);
  }
  return groups;
}

/** Step: patients whose last fourteen nights give reason to look, the most concerning first. */
export async function rankTherapy(organizationId: string, window: NightWindow): Promise<Worklist['therapy']> {
  const documents = await therapyNights(organizationId).find(nightFilter(window), {
    sort: NEWEST_NIGHT_FIRST,
    limit: MOST_NIGHTS + 1,
    projection: NIGHT_FIELDS,
  });
  const first = window.nights[0] ?? '';
  const groups = byPatient(documents.slice(0, MOST_NIGHTS));
  const concerned = [...groups]
    .map(([patient_ref, nights]) => {
      const inWindow = nights.filter(({ night }) => night >= first);
      const knownBefore = inWindow.length < nights.length;
      const mode = nights[0]?.mode ?? null;
      return { patient_ref, mode, concern: therapyConcern(inWindow.map(concernNight), window, knownBefore) };
    })
    .filter(({ concern }) => concern.concerns.length > 0)
    .sort((a, b) => compareConcern(a.concern, b.concern) || a.patient_ref.localeCompare(b.patient_ref));
  const shown = concerned.slice(0, WORKLIST_ROWS);
  const people = await peopleByRef(
    organizationId,
    shown.map(({ patient_ref }) => patient_ref),
  );
  return {
    patients: groups.size,
    concerned: concerned.length,
    complete: documents.length <= MOST_NIGHTS,
    rows: shown.flatMap(({ patient_ref, mode, concern }) => {
      const patient = people.get(patient_ref);
      return patient ? [{ patient, mode, ...concern }] : [];
    }),
  };
}
