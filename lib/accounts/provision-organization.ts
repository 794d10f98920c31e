import { type AuditFacts, recordEvent } from '@/lib/audit/event';
import { makeKey } from '@/lib/devices/api-key';
import type { Services } from '@/lib/platform/services';
import { apiKeys } from '@/models/api-key';
import { organizations } from '@/models/organization';
import { type Transaction, withTransaction } from '@/models/transaction';
import { type UserDocument, users } from '@/models/user';
import { hashPassword } from './passwords';
import type { Role, Scope } from './permissions';
import { systemActor } from './system-actor';

/** What a new installation gets. */
export interface ProvisionPlan {
  name: string;
  time_zone: string;
  demo: boolean;
  users: { email: string; name: string; role: Role; must_change_password: boolean }[];
  keys: { name: string; scopes: Scope[] }[];
}

/** What was made; secrets are there only when they were made just now, and never again. */
export interface Provisioned {
  organization_id: string;
  created: boolean;
  users: { email: string; role: Role; password: string | null }[];
  api_keys: { scopes: Scope[]; key: string | null }[];
}

const FIRST_PASSWORD_LIFETIME_MS = 24 * 3_600_000;

async function existing(organizationId: string): Promise<Provisioned> {
  const [people, keys] = await Promise.all([
    users.ofOrganization(organizationId),
    apiKeys(organizationId).find({}, { sort: { _id: 1 } }),
  ]);
  return {
    organization_id: organizationId,
    created: false,
    users: people.map(({ email, role }) => ({ email, role, password: null })),
    api_keys: keys.map(({ scopes }) => ({ scopes, key: null })),
  };
}

interface Secrets {
  people: { password: string; hash: string }[];
  keys: ReturnType<typeof makeKey>[];
}

function userOf(
  plan: ProvisionPlan['users'][number],
  ids: { user: string; organization: string },
  hash: string,
  now: Date,
): UserDocument {
  return {
    _id: ids.user,
    organization_id: ids.organization,
    ...plan,
    password_hash: hash,
    password_expires_at: plan.must_change_password ? new Date(now.getTime() + FIRST_PASSWORD_LIFETIME_MS) : null,
    disabled_at: null,
    created_at: now,
  };
}

async function writeOrganization(services: Services, id: string, plan: ProvisionPlan, secrets: Secrets): Promise<void> {
  const now = services.clock.now();
  const actor = systemActor(services, id, 'provision');
  const note = (facts: AuditFacts, tx: Transaction) => recordEvent(services, actor, facts, tx);
  const { name, time_zone, demo } = plan;
  await withTransaction(async (tx) => {
    await organizations.insert(
      { _id: id, name, time_zone, demo, register_patients_on_first_sight: true, change: 0, created_at: now },
      tx,
    );
    await note({ action: 'organization.created', subject: { kind: 'organization', id } }, tx);
    for (const [index, person] of plan.users.entries()) {
      const user = services.ids.id('usr');
      await users.insert(userOf(person, { user, organization: id }, secrets.people[index]?.hash ?? '', now), tx);
      await note({ action: 'user.created', subject: { kind: 'user', id: user }, details: { role: person.role } }, tx);
    }
    for (const { document } of secrets.keys) {
      await apiKeys(id).insert(document, { tx });
      await note(
        {
          action: 'key.created',
          subject: { kind: 'key', id: document._id },
          details: { scopes: document.scopes.join(' ') },
        },
        tx,
      );
    }
  });
}

/**
 * Makes the installation's first organisation with its people and keys; on an installation that has one already it
 * changes nothing. The demonstration's organisation stands beside the real one and never in its place. Operator's command, so there is no actor to authorise.
 */
export async function provisionOrganization(services: Services, plan: ProvisionPlan): Promise<Provisioned> {
  const first = (await organizations.list()).find(({ demo }) => demo === plan.demo);
  if (first) return existing(first._id);
  const people = await Promise.all(
    plan.users.map(async () => {
      const password = services.ids.token().slice(0, 20);
      return { password, hash: await hashPassword(password) };
    }),
  );
  const keys = plan.keys.map((key) =>
    makeKey(
      services,
      { name: key.name, scopes: key.scopes, device_id: null, requests_per_minute: null, expires_at: null },
      'provision',
    ),
  );
  const organization_id = services.ids.id('org');
  await writeOrganization(services, organization_id, plan, { people, keys });
  return {
    organization_id,
    created: true,
    users: plan.users.map(({ email, role }, index) => ({ email, role, password: people[index]?.password ?? null })),
    api_keys: plan.keys.map(({ scopes }, index) => ({ scopes, key: keys[index]?.key ?? null })),
  };
}
