import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordTyping } from '@/lib/audit/event';
import { type CappedCount, cappedCount } from '@/lib/http/capped-count';
import type { Services } from '@/lib/platform/services';
import { patients } from '@/models/patient';
import { askedBy } from './ask-patients';
import type { FacetCounts } from './contracts';
import {
  chosenGroups,
  countGroup,
  FACET_GROUP_NAMES,
  FACET_GROUPS,
  type FacetGroup,
  type FacetRow,
  type FacetSelection,
} from './domain/facets';
import { groupFilter, type PatientQuestion, readSet, SET_LIMIT } from './patient-set';

const FACET_FIELDS = { facets: 1, birth_date: 1, last_record_at: 1 } as const;

type GroupCounts = Record<string, CappedCount>;

/** Rows to count by; `complete` is false where there are more than these. */
async function rowsOf(question: PatientQuestion): Promise<{ rows: FacetRow[]; complete: boolean }> {
  const found = await readSet(question, { limit: SET_LIMIT + 1, projection: FACET_FIELDS });
  const rows = found.slice(0, SET_LIMIT).map(({ facets = [], birth_date, last_record_at = null }) => ({
    facets,
    birth_date,
    last_record_at,
  }));
  return { rows, complete: found.length <= SET_LIMIT };
}

/** Counts of one group over everybody, each read from an index. */
async function countEverybody(question: PatientQuestion, group: FacetGroup): Promise<GroupCounts> {
  const counts = await Promise.all(
    FACET_GROUPS[group].map(async (value) => {
      const filter = groupFilter(group, [value], question.now, question.today);
      const found = await patients(question.organization_id).countUpTo(filter, SET_LIMIT + 1);
      return [value, cappedCount(found, SET_LIMIT)] as const;
    }),
  );
  return Object.fromEntries(counts);
}

function countRows(
  { rows, complete }: Awaited<ReturnType<typeof rowsOf>>,
  question: PatientQuestion,
  group: FacetGroup,
) {
  const counts = countGroup(rows, group, question.now, question.today);
  return Object.fromEntries([...counts].map(([value, found]) => [value, { value: found, more: !complete }]));
}

const without = (facets: FacetSelection, group: FacetGroup): FacetSelection => ({ ...facets, [group]: undefined });

const isEverybody = (question: PatientQuestion) =>
  question.text.trim() === '' && chosenGroups(question.facets).length === 0;

async function countAll(question: PatientQuestion): Promise<FacetCounts> {
  const everybody = isEverybody(question);
  const current = everybody ? null : await rowsOf(question);
  const groups: Record<string, GroupCounts> = {};
  for (const group of FACET_GROUP_NAMES) {
    const chosen = (question.facets[group] ?? []).length > 0;
    const asked = chosen ? { ...question, facets: without(question.facets, group) } : question;
    if (isEverybody(asked)) groups[group] = await countEverybody(asked, group);
    else groups[group] = countRows(chosen || !current ? await rowsOf(asked) : current, asked, group);
  }
  if (current) return { groups, total: { value: current.rows.length, more: !current.complete } };
  return {
    groups,
    total: cappedCount(await patients(question.organization_id).countUpTo({}, SET_LIMIT + 1), SET_LIMIT),
  };
}

/**
 * How many patients each facet would leave of the current set: a group's own choice does not narrow its own counts.
 * Of a set of more than 1,000 only that many are looked at, and its counts are the least there are (`capped`).
 * Counting by typed text is part of typing and audited as such.
 */
export async function countFacets(
  services: Services,
  actor: Actor,
  input: { body: { text: string; facets: FacetSelection } },
): Promise<FacetCounts> {
  authorize(actor, 'patient:read');
  const question = await askedBy(services, actor, input.body, true);
  const counts = await countAll(question);
  if (question.text.trim() !== '') await recordTyping(services, actor);
  return counts;
}
