import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordAct, recordTyping } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import { type PatientDocument, patients } from '@/models/patient';
import type { PatientSummary } from './contracts';
import { searchAlternatives } from './domain/search-tokens';
import { presentPatientSummary } from './present-patient';

const escapeRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Patients who have every one of these prefixes among their tokens. The longest is the most selective. */
function filterFor(prefixes: string[]) {
  const [first, ...rest] = [...prefixes]
    .sort((a, b) => b.length - a.length)
    .map((prefix) => ({ search_tokens: { $regex: `^${escapeRegExp(prefix)}` } }));
  return { ...first, ...(rest.length > 0 ? { $and: rest } : {}) };
}

const byName = (a: PatientDocument, b: PatientDocument) =>
  (a.family_name ?? '').localeCompare(b.family_name ?? '') ||
  (a.given_name ?? '').localeCompare(b.given_name ?? '') ||
  a._id.localeCompare(b._id);

async function matching(organizationId: string, text: string, limit: number): Promise<PatientDocument[]> {
  const found = new Map<string, PatientDocument>();
  for (const prefixes of searchAlternatives(text)) {
    if (found.size >= limit) break;
    for (const document of await patients(organizationId).find(filterFor(prefixes), { limit }))
      found.set(document._id, document);
  }
  return [...found.values()].sort(byName).slice(0, limit);
}

/**
 * Patients by part of a name (both orders, without case and accents), by id or by birth date; without text the ones
 * with the newest records. Every search leaves one audit event, which does not hold the text; what a page asks while
 * somebody types leaves one a minute.
 */
export async function searchPatients(
  services: Services,
  actor: Actor,
  input: { body: { text: string; limit: number; settled: boolean } },
): Promise<{ data: PatientSummary[]; next_cursor: null }> {
  authorize(actor, 'patient:read');
  const { text, limit, settled } = input.body;
  const documents = text.trim()
    ? await matching(actor.organization_id, text, limit)
    : await patients(actor.organization_id).find({}, { sort: { updated_at: -1, _id: -1 }, limit });
  if (text.trim()) {
    if (settled)
      await recordAct(services, actor, {
        action: 'patient.searched',
        details: { by: 'text', found: documents.length },
      });
    else await recordTyping(services, actor);
  }
  return { data: documents.map(presentPatientSummary), next_cursor: null };
}
