import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_PHRASES } from '@/lib/ecg/domain/reading/phrases';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { personActor } from '@/lib/testing/person-actor';
import { auditEvents } from '@/models/audit-event';
import { getPhrases } from './get-phrases';
import { setPhrases } from './set-phrases';

let installation: TestInstallation;
beforeAll(async () => {
  installation = await createInstallation();
});
afterAll(() => installation.close());

it('are the usual ones until an administrator changes them, on the revision that was read', async () => {
  const { services, organization_id } = installation;
  const [admin, clinician] = [await personActor(installation, 'admin'), await personActor(installation, 'clinician')];
  const read = await getPhrases(services, clinician);
  expect(read).toEqual({ phrases: DEFAULT_PHRASES, revision: 0 });
  const body = { phrases: ['Wandering pacemaker', 'Wandering pacemaker'], revision: 0 };
  await expect(setPhrases(services, clinician, { body })).rejects.toMatchObject({ code: 'not_permitted' });
  await setPhrases(services, admin, { body });
  expect(await getPhrases(services, clinician)).toEqual({ phrases: ['Wandering pacemaker'], revision: 1 });
  await expect(setPhrases(services, admin, { body })).rejects.toMatchObject({ code: 'stale_revision' });
  const events = await auditEvents(organization_id).find({ action: 'organization.phrases_changed' });
  expect(events).toHaveLength(1);
});
