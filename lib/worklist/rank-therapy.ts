import { type NightDocument, therapyNights } from '@/models/therapy-night';
import { WORKLIST_ROWS, type Worklist } from './contracts';
import type { NightWindow } from './domain/night-window';
import { type ConcernNight, compareConcern, type TherapyConcern, therapyConcern } from './domain/therapy-concern';
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

interface Ranked {
  patient_ref: string;
  mode: string | null;
  concern: TherapyConcern;
}

/** Everybody with nights, those with reason to look at ranked. */
interface Ranking {
  patients: number;
  complete: boolean;
  concerned: Ranked[];
}

async function rank(organizationId: string, window: NightWindow): Promise<Ranking> {
  const documents = await therapyNights(organizationId).find(nightFilter(window), {
    sort: NEWEST_NIGHT_FIRST,
    limit: MOST_NIGHTS + 1,
    projection: NIGHT_FIELDS,
  });
  const first = window.nights[0] ?? '';
  const groups = byPatient(documents.slice(0, MOST_NIGHTS));
  const concerned = [...groups]
    .map(([patient_ref, nights]): Ranked => {
      const inWindow = nights.filter(({ night }) => night >= first);
      const knownBefore = inWindow.length < nights.length;
      const mode = nights[0]?.mode ?? null;
      return { patient_ref, mode, concern: therapyConcern(inWindow.map(concernNight), window, knownBefore) };
    })
    .filter(({ concern }) => concern.concerns.length > 0)
    .sort((a, b) => compareConcern(a.concern, b.concern) || a.patient_ref.localeCompare(b.patient_ref));
  return { patients: groups.size, complete: documents.length <= MOST_NIGHTS, concerned };
}

/** However many people look and however many nights come in, an organisation is ranked this often at most. */
export const RANK_EVERY_MS = 30_000;
/** And this often at least, though no night has changed. */
const RANK_AGAIN_MS = 300_000;
/** Organisations whose ranking a process remembers. */
const REMEMBERED = 100;

interface Remembered {
  at_ms: number;
  last_night: string;
  last_pending: boolean;
  newest_change: number;
  ranking: Promise<Ranking>;
}

// Next loads modules more than once in a process; pages and API must not rank twice.
const holder: { nightbeatRankings?: Map<string, Remembered> } = globalThis as {
  nightbeatRankings?: Map<string, Remembered>;
};

/** The number of the newest change of any night, by its index. */
async function newestChange(organizationId: string): Promise<number> {
  const options = { sort: { change: -1 }, projection: { change: 1 } } as const;
  return (await therapyNights(organizationId).findOne({}, options))?.change ?? 0;
}

/**
 * The ranking of an organisation: fourteen nights of everybody are read once and serve all who look, until a night has
 * changed or the window has moved.
 */
async function rankingOf(organizationId: string, window: NightWindow, now: Date): Promise<Ranking> {
  holder.nightbeatRankings ??= new Map();
  const rankings = holder.nightbeatRankings;
  const last_night = window.nights.at(-1) ?? '';
  const { last_pending } = window;
  const known = rankings.get(organizationId);
  const age = known ? now.getTime() - known.at_ms : Number.POSITIVE_INFINITY;
  const sameWindow = known?.last_night === last_night && known.last_pending === last_pending;
  if (known && sameWindow && age < RANK_EVERY_MS) return known.ranking;
  const newest_change = await newestChange(organizationId);
  if (known && sameWindow && age < RANK_AGAIN_MS && known.newest_change === newest_change) return known.ranking;
  const ranking = rank(organizationId, window);
  rankings.delete(organizationId);
  rankings.set(organizationId, { at_ms: now.getTime(), last_night, last_pending, newest_change, ranking });
  for (const oldest of [...rankings.keys()].slice(0, -REMEMBERED)) rankings.delete(oldest);
  // a ranking that failed is nobody's
  ranking.catch(() => rankings.delete(organizationId));
  return ranking;
}

/**
 * Step: patients whose last fourteen nights give reason to look, the most concerning first. May be half a minute old:
 * nights are no alarm, and reading all of them for every look would cost more than it tells.
 */
export async function rankTherapy(
  organizationId: string,
  window: NightWindow,
  now: Date,
): Promise<Worklist['therapy']> {
  const { patients, complete, concerned } = await rankingOf(organizationId, window, now);
  const shown = concerned.slice(0, WORKLIST_ROWS);
  const people = await peopleByRef(
    organizationId,
    shown.map(({ patient_ref }) => patient_ref),
  );
  return {
    patients,
    concerned: concerned.length,
    complete,
    rows: shown.flatMap(({ patient_ref, mode, concern }) => {
      const patient = people.get(patient_ref);
      return patient ? [{ patient, mode, ...concern }] : [];
    }),
  };
}
