import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { auditEvents } from '@/models/audit-event';
import { users } from '@/models/user';
import { changePassword } from './change-password';
import { resolveSession } from './resolve-session';
import { signIn } from './sign-in';
import { signOut } from './sign-out';

// not a fixed date: the database itself removes sessions that have long expired by its own clock
let now = new Date();
let installation: TestInstallation;
let services: Services;

const origin = (ip: string | null = '10.0.0.1') => ({ request_id: 'req_test', ip });
const passwordOf = (role: string) => installation.provisioned.users.find((user) => user.role === role)?.password ?? '';
const enter = (role: string, password = passwordOf(role), ip = '10.0.0.1') =>
  signIn(services, { email: ` ${role.toUpperCase()}@test.example`, password, origin: origin(ip) });
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : 'other'),
  );

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => now } });
  services = installation.services;
});
afterAll(() => installation.close());

describe('signing in', () => {
  it('opens a session whose actor holds the role’s permissions, and says so in the trail', async () => {
    const { session_id, user_id } = await enter('clinician');
    const actor = await resolveSession(services, session_id, origin());
    expect(actor).toMatchObject({ user_id, role: 'clinician', organization_id: installation.organization_id });
    const events = await auditEvents(installation.organization_id).find({
      action: 'session.created',
      'subject.id': session_id,
    });
    expect(events).toHaveLength(1);
  });

  it('gives the same answer for a wrong password, an unknown account and a disabled one', async () => {
    expect(await codeOf(enter('clinician', 'wrong'))).toBe('sign_in_failed');
    expect(await codeOf(enter('nobody', 'wrong'))).toBe('sign_in_failed');
  });

  it('makes an account wait after 8 failures, from whatever address, and lets it in again later', async () => {
    for (let index = 0; index < 8; index++)
      expect(await codeOf(enter('auditor', 'wrong', `10.1.0.${index}`))).toBe('sign_in_failed');
    expect(await codeOf(enter('auditor', passwordOf('auditor'), '10.1.0.99'))).toBe('too_many_requests');
    now = new Date(now.getTime() + 15 * 60_000 + 1000);
    expect(await codeOf(enter('auditor', passwordOf('auditor'), '10.1.0.99'))).toBe('ok');
  });

  it('makes an address wait after 40 failures over many accounts', async () => {
    for (let index = 0; index < 40; index++) await codeOf(enter(`guess${index}`, 'wrong', '10.2.0.1'));
    expect(await codeOf(enter('technician', passwordOf('technician'), '10.2.0.1'))).toBe('too_many_requests');
    expect(await codeOf(enter('technician', passwordOf('technician'), '10.2.0.2'))).toBe('ok');
  });
});

describe('a session', () => {
  it('ends at once when it is revoked', async () => {
    const { session_id } = await enter('clinician');
    await signOut(services, { session_id, origin: origin() });
    expect(await resolveSession(services, session_id, origin())).toBeNull();
  });

  it('ends after 15 minutes without a request, and lives on with requests', async () => {
    const { session_id } = await enter('clinician');
    for (let index = 0; index < 3; index++) {
      now = new Date(now.getTime() + 14 * 60_000);
      expect(await resolveSession(services, session_id, origin())).not.toBeNull();
    }
    now = new Date(now.getTime() + 15 * 60_000 + 1000);
    expect(await resolveSession(services, session_id, origin())).toBeNull();
  });

  it('that nobody opened is none', async () => {
    expect(await resolveSession(services, 'ses_00000000000000000000000000', origin())).toBeNull();
  });
});

describe('a first password', () => {
  async function firstAdministrator(expires: Date) {
    const { hashPassword } = await import('./passwords');
    const id = services.ids.id('usr');
    await users.insert({
      _id: id,
      organization_id: installation.organization_id,
      email: `${id.toLowerCase()}@test.example`,
      name: 'First',
      role: 'admin',
      password_hash: await hashPassword('the first password'),
      must_change_password: true,
      password_expires_at: expires,
      disabled_at: null,
      created_at: now,
    });
    return { email: `${id.toLowerCase()}@test.example`, password: 'the first password', origin: origin('10.3.0.1') };
  }

  it('opens nothing but its own change; after the change everything', async () => {
    const account = await firstAdministrator(new Date(now.getTime() + 1000));
    const { session_id } = await signIn(services, account);
    const before = await resolveSession(services, session_id, origin());
    expect([...(before?.permissions ?? [])]).toEqual(['account:self']);
    if (!before) throw new Error('no session');
    const change = (new_password: string, current_password = account.password) =>
      changePassword(services, before, { body: { current_password, new_password } });
    expect(await codeOf(change('a better password 1', 'wrong'))).toBe('sign_in_failed');
    expect(await codeOf(change(account.password))).toBe('invalid_body');
    await change('a better password 1');
    expect((await resolveSession(services, session_id, origin()))?.permissions.has('key:write')).toBe(true);
    expect(await codeOf(signIn(services, account))).toBe('sign_in_failed');
  });

  it('opens nothing once it has run out', async () => {
    const account = await firstAdministrator(new Date(now.getTime() - 1));
    expect(await codeOf(signIn(services, account))).toBe('sign_in_failed');
  });
});

it('keeps passwords only as Argon2id hashes', async () => {
  const people = await users.ofOrganization(installation.organization_id);
  for (const { password_hash } of people) expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});
