import { createHash } from 'node:crypto';
import { type Actor, actorId, type RequestOrigin } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import { type AuditEventDocument, auditEvents } from '@/models/audit-event';
import { isDuplicateKey } from '@/models/store-errors';
import type { Transaction } from '@/models/transaction';

/** Everything the trail can say happened. */
export const AUDIT_ACTIONS = [
  'session.created',
  'session.refused',
  'session.ended',
  'password.changed',
  'user.created',
  'organization.created',
  'organization.retention_changed',
  'organization.sites_changed',
  'organization.phrases_changed',
  'organization.computed_values_decided',
  'key.created',
  'key.rotated',
  'key.revoked',
  'record.created',
  'record.versioned',
  'record.quarantined',
  'record.assigned',
  'record.rejected',
  'record.moved',
  'record.received',
  'record.deleted',
  'record.restored',
  'record.legal_hold',
  'record.erased',
  'quarantine.viewed',
  'record.viewed',
  'record.searched',
  'night.viewed',
  'night.searched',
  'night.exported',
  'therapy.excluded',
  'therapy.included',
  'reading.saved',
  'reading.confirmed',
  'reading.amended',
  'reading.undone',
  'reading.history_viewed',
  'record.repeat_requested',
  'record.repeat_withdrawn',
  'ecg.exported',
  'clock.aligned',
  'clock.unaligned',
  'ecg.annotated',
  'ecg.annotation_removed',
  'organization.report_sharing_changed',
  'report.created',
  'report.listed',
  'report.viewed',
  'report.withdrawn',
  'report.erased',
  'report.link_created',
  'report.link_opened',
  'report.link_refused',
  'report.link_revoked',
  'report.attached',
  'report.checked',
  'file.url_issued',
  'patient.registered',
  'patient.updated',
  'patient.baseline_chosen',
  'patient.viewed',
  'patient.searched',
  'patient.typed',
  'device.registered',
  'device.updated',
  'device.viewed',
  'device.assigned',
  'device.assignment_changed',
  'device.assignment_removed',
  'patient.identified',
  'worklist.viewed',
  'audit.read',
  'claim.swept',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What an event says, besides who, when and whence. Opaque ids only: no name, no patient id, no search text. */
export interface AuditFacts {
  action: AuditAction;
  patient_ref?: string | null;
  subject?: { kind: string; id: string };
  reason?: string;
  before?: unknown;
  after?: unknown;
  details?: Record<string, string | number | boolean | null>;
}

const digest = (value: unknown) =>
  value === undefined ? null : createHash('sha256').update(JSON.stringify(value)).digest('hex');

interface EventSource {
  actor: AuditEventDocument['actor'];
  origin: RequestOrigin;
}

function sourceOf(actor: Actor): EventSource {
  const role = actor.kind === 'user' ? actor.role : actor.kind === 'key' ? actor.scopes.join(' ') : null;
  return { actor: { kind: actor.kind, id: actorId(actor), role }, origin: actor.origin };
}

function eventOf(services: Services, source: EventSource, facts: AuditFacts, id = services.ids.id('evt')) {
  return {
    _id: id,
    at: services.clock.now(),
    action: facts.action,
    actor: source.actor,
    patient_ref: facts.patient_ref ?? null,
    subject: facts.subject ?? null,
    ip: source.origin.ip,
    request_id: source.origin.request_id,
    reason: facts.reason ?? null,
    before_sha256: digest(facts.before),
    after_sha256: digest(facts.after),
    details: facts.details ?? {},
  };
}

/** Records a change inside the transaction that makes it. */
export async function recordEvent(services: Services, actor: Actor, facts: AuditFacts, tx: Transaction): Promise<void> {
  await auditEvents(actor.organization_id).insert(eventOf(services, sourceOf(actor), facts), { tx });
}

/**
 * Records what somebody does who is not signed in: before a sign-in, or by a link they were given. In a transaction or by
 * itself.
 * @param id the account that is tried, or the link
 */
export async function recordAnonymousEvent(
  services: Services,
  organizationId: string,
  id: string,
  origin: RequestOrigin,
  facts: AuditFacts,
  tx?: Transaction,
): Promise<void> {
  const source: EventSource = { actor: { kind: 'anonymous', id, role: null }, origin };
  await auditEvents(organizationId).insert(eventOf(services, source, facts), tx ? { tx } : {});
}

/** Records an act that changes nothing (search, file address), before the answer is given. */
export async function recordAct(services: Services, actor: Actor, facts: AuditFacts): Promise<void> {
  await auditEvents(actor.organization_id).insert(eventOf(services, sourceOf(actor), facts));
}

const VIEW_WINDOW_MS = 600_000;
const TYPING_WINDOW_MS = 60_000;

/** Records an act once in a window of time: the event's id is made of act, actor and window, so a repeat meets it. */
async function recordOnce(services: Services, actor: Actor, facts: AuditFacts, windowMs: number): Promise<void> {
  const source = sourceOf(actor);
  const window = Math.floor(services.clock.now().getTime() / windowMs);
  const id = digest([
    actor.organization_id,
    facts.action,
    source.actor.kind,
    source.actor.id,
    facts.subject ?? null,
    window,
  ]);
  try {
    await auditEvents(actor.organization_id).insert(eventOf(services, source, facts, `evt_once_${id}`));
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/**
 * Records that the actor looked at something, before the answer is given: one event per actor and subject in ten
 * minutes.
 */
export function recordView(
  services: Services,
  actor: Actor,
  facts: AuditFacts & { subject: { kind: string; id: string } },
): Promise<void> {
  return recordOnce(services, actor, facts, VIEW_WINDOW_MS);
}

/** Records that the actor is typing a search: one event per actor and minute, whatever the page says of itself. */
export function recordTyping(services: Services, actor: Actor): Promise<void> {
  return recordOnce(services, actor, { action: 'patient.typed', details: { by: 'typing' } }, TYPING_WINDOW_MS);
}
