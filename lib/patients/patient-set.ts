import { type PatientDocument, patients } from '@/models/patient';
import type { Filter } from '@/models/plugins/queries';
import { birthDatesOf, chosenGroups, type FacetGroup, type FacetSelection, recentSince } from './domain/facets';
import { searchAlternatives } from './domain/search-tokens';

/** More patients than this are neither sorted by a value nor counted one by one. */
export const SET_LIMIT = 1000;

/** A text that fewer patients than this have is read through the index of tokens, whatever facets are chosen. */
const FEW = 200;

/** Which patients: what is typed and the facets chosen. `today` is the organisation's calendar date at `now`. */
export interface PatientQuestion {
  organization_id: string;
  text: string;
  facets: FacetSelection;
  now: Date;
  today: string;
}

type PatientFilter = Filter<PatientDocument>;

const BY_TOKENS = { organization_id: 1, search_tokens: 1 } as const;
const NEWEST = { updated_at: -1, _id: -1 } as const;

/** One token that begins with this: a range of one index, as no letter stands after the last code point. */
const hasPrefix = (prefix: string): PatientFilter => ({
  search_tokens: { $elemMatch: { $gte: prefix, $lt: `${prefix}\u{10FFFF}` } },
});

/** Patients who have every one of these prefixes among their tokens. The first, read from the index, is the rarest. */
function textFilter([first = '', ...rest]: readonly string[]): PatientFilter {
  return { ...hasPrefix(first), ...(rest.length > 0 ? { $and: rest.map(hasPrefix) } : {}) };
}

function ageFilter(ageGroup: string, today: string): PatientFilter {
  if (ageGroup === 'unknown') return { birth_date: null };
  const { after, until } = birthDatesOf(ageGroup, today);
  return { birth_date: { ...(after === null ? {} : { $gt: after }), ...(until === null ? {} : { $lte: until }) } };
}

/** Patients under any of the values of a group. */
export function groupFilter(group: FacetGroup, values: readonly string[], now: Date, today: string): PatientFilter {
  if (group === 'recent') {
    const days = String(Math.max(...values.map(Number)));
    return { last_record_at: { $gte: recentSince(days, now) } };
  }
  if (group === 'age') {
    const [one, ...others] = values.map((value) => ageFilter(value, today));
    return one && others.length === 0 ? one : { $or: [...(one ? [one] : []), ...others] };
  }
  const facets = values.map((value) => `${group}:${value}`);
  return { facets: facets.length === 1 ? facets[0] : { $in: facets } };
}

/** Several conditions as one filter; each keeps its own operators. */
const all = (filters: readonly PatientFilter[]): PatientFilter => (filters.length === 0 ? {} : { $and: [...filters] });

const isStored = (group: FacetGroup) => group !== 'recent' && group !== 'age';

interface Reading {
  limit: number;
  projection?: Record<string, 0 | 1>;
}

/** The stored group that leaves the fewest patients, with how many (at most one more than `SET_LIMIT`). */
async function rarestGroup(question: PatientQuestion, groups: readonly [FacetGroup, readonly string[]][]) {
  const { organization_id, now, today } = question;
  const counted = await Promise.all(
    groups.map(async ([group, values]) => {
      const filter = groupFilter(group, values, now, today);
      return { group, values, count: await patients(organization_id).countUpTo(filter, SET_LIMIT + 1) };
    }),
  );
  return counted.sort((a, b) => a.count - b.count)[0];
}

/** Newest first under one group's values, each read in order from the index of facets, then put together. */
async function readByGroup(
  question: PatientQuestion,
  [group, values]: readonly [FacetGroup, readonly string[]],
  rest: PatientFilter,
  reading: Reading,
): Promise<PatientDocument[]> {
  const lists = await Promise.all(
    values.map((value) =>
      patients(question.organization_id).find({ facets: `${group}:${value}`, ...rest }, { sort: NEWEST, ...reading }),
    ),
  );
  return lists.flat();
}

/** Reads one meaning of the text (or no text) through the condition that leaves the fewest patients. */
async function readOne(
  question: PatientQuestion,
  prefixes: readonly string[] | null,
  reading: Reading,
): Promise<PatientDocument[]> {
  const { organization_id, facets, now, today } = question;
  const groups = chosenGroups(facets);
  const filterOf = ([group, values]: (typeof groups)[number]) => groupFilter(group, values, now, today);
  const stored = groups.filter(([group]) => isStored(group));
  const scoped = patients(organization_id);
  if (stored.length === 0 && prefixes === null)
    return scoped.find(all(groups.map(filterOf)), { sort: NEWEST, ...reading });
  const text = prefixes === null ? null : textFilter(prefixes);
  const rarest = stored.length > 0 ? await rarestGroup(question, stored) : undefined;
  // a rare facet is the better way in only where the text is common; where both are, rows that fit both are dense
  const byText = text && (!rarest || rarest.count > SET_LIMIT || (await scoped.countUpTo(text, FEW, BY_TOKENS)) < FEW);
  if (text && byText) return scoped.find(all([text, ...groups.map(filterOf)]), { hint: BY_TOKENS, ...reading });
  if (!rarest) return [];
  const others = groups.filter(([group]) => group !== rarest.group).map(filterOf);
  return readByGroup(question, [rarest.group, rarest.values], all(text ? [...others, text] : others), reading);
}

/**
 * Patients of a set, each once, at most about `limit` of each meaning of the text. Bounded: nothing here reads every
 * patient of an organisation.
 */
export async function readSet(question: PatientQuestion, reading: Reading): Promise<PatientDocument[]> {
  const meanings = question.text.trim() === '' ? [null] : searchAlternatives(question.text);
  const lists = await Promise.all(meanings.map((prefixes) => readOne(question, prefixes, reading)));
  const found = new Map(lists.flat().map((document) => [document._id, document]));
  return [...found.values()];
}
