import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UserActor } from '@/lib/accounts/actor';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { createLogger } from '@/lib/platform/logger';
import { moveRecording } from '@/lib/recordings/lifecycle/move-recording';
import { call, handlersByOperation } from '@/lib/testing/api-client';
import { createInstallation, inOrganization, type TestInstallation } from '@/lib/testing/installation';
import { personActor } from '@/lib/testing/person-actor';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { ecgRecords } from '@/models/record';
import { shareLinks } from '@/models/share-link';
import { createReport } from '../create-report';
import { MOST_WRONG_TRIES } from '../domain/link-state';
import { normalCode } from '../domain/share-code';
import type { IssuedLink, NewLink } from '../link-contracts';
import { createLink } from './create-link';
import { listLinks } from './list-links';
import { openLink } from './open-link';
import { getReportSharing, setReportSharing } from './report-sharing';
import { revokeLink } from './revoke-link';

const DAY_MS = 86_400_000;
const BODY: NewLink = { recipient: 'Practice Dr Other', purpose: 'Follow-up', days: 7, max_opens: 10 };

let installation: TestInstallation;
let clinician: UserActor;
let now = new Date('2026-11-20T09:00:00Z');
let ecg: string;
let patient_ref: string;
let report_id: string;
let addresses = 0;
const lines: string[] = [];

const allow = async (allowed: boolean) => {
  const admin = installation.keyActor(['admin']);
  const { revision } = await getReportSharing(installation.services, admin);
  return setReportSharing(installation.services, admin, { body: { allowed, revision } });
};
const share = (change: Partial<NewLink> = {}, actor = clinician) =>
  createLink(installation.services, actor, { id: report_id, body: { ...BODY, ...change } });
const tokenOf = ({ address }: IssuedLink) => address.split('#')[1] ?? '';
/** Every try from an address of its own, so that the minute of one is not what refuses it. */
const open = (token: string, code: string) =>
  openLink(
    installation.services,
    { request_id: 'req_1', ip: `10.0.${++addresses >> 8}.${addresses & 255}` },
    {
      body: { token, code },
    },
  );
const REFUSED = { code: 'share_refused' };
const wrong = (code: string) => (code.startsWith('2') ? `3${code.slice(1)}` : `2${code.slice(1)}`);
const stored = (id: string) => shareLinks(installation.organization_id).findOne({ _id: id });
const eventsOf = async (id: string) =>
  (await auditEvents(installation.organization_id).find({ 'subject.id': id } as never)).map(({ action, details }) =>
    `${action} ${details.why ?? ''}`.trim(),
  );

async function sendEcg(patient_id: string, seed: number) {
  const body = received(anEcgBody({ patient_id, seed }));
  const { id } = await receiveRecording(installation.services, installation.keyActor(['ingest:ecg']), {
    ...{ modality: 'ecg' as const, body },
  });
  return id;
}

beforeAll(async () => {
  const log = createLogger('debug', { write: (line: string) => void lines.push(line) });
  installation = await createInstallation({ clock: { now: () => now }, log });
  clinician = await personActor(installation, 'clinician');
  ecg = await sendEcg('P-shared', 1);
  await sendEcg('P-other', 2);
  patient_ref = (await ecgRecords(installation.organization_id).findOne({ _id: ecg }))?.patient_ref ?? '';
  const body = { from: '2026-11-01', to: '2026-11-10' };
  ({ id: report_id } = await createReport(installation.services, clinician, { patient_ref, body }));
});
afterAll(() => installation.close());

describe('sharing by link', () => {
  it('is off until an administrator allows it, and ends for all links when it is off again', async () => {
    expect(await getReportSharing(installation.services, clinician)).toMatchObject({ allowed: false, revision: 0 });
    await expect(share()).rejects.toMatchObject({ code: 'sharing_off' });
    await expect(
      setReportSharing(installation.services, clinician, { body: { allowed: true, revision: 0 } }),
    ).rejects.toMatchObject({ code: 'not_permitted' });
    await allow(true);
    const link = await share();
    await allow(false);
    await expect(open(tokenOf(link), link.code)).rejects.toMatchObject(REFUSED);
    await allow(true);
    await open(tokenOf(link), link.code);
    expect(await eventsOf(link.id)).toEqual(
      expect.arrayContaining(['report.link_created', 'report.link_refused sharing_off', 'report.link_opened code']),
    );
  });
});

describe('a link', () => {
  beforeEach(async () => {
    now = new Date('2026-11-20T09:00:00Z');
    if (!(await getReportSharing(installation.services, clinician)).allowed) await allow(true);
  });

  it('is made by a person who may, never by a key, for a report of the organisation', async () => {
    const technician = await personActor(installation, 'technician');
    await expect(share({}, technician)).rejects.toMatchObject({ code: 'not_permitted' });
    const key = installation.keyActor(['admin']);
    await expect(createLink(installation.services, key, { id: report_id, body: BODY })).rejects.toMatchObject({
      code: 'not_permitted',
    });
    const stranger = inOrganization(clinician, installation.services.ids.id('org'));
    await expect(share({}, stranger)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lives seven days and ten opens at most, whatever is asked', async () => {
    const handler = (await handlersByOperation())('createReportLink');
    const { sessionHeaders } = await import('@/lib/testing/api-client');
    const headers = { ...(await sessionHeaders(installation, 'clinician')), 'content-type': 'application/json' };
    for (const change of [{ days: 8 }, { max_opens: 11 }, { days: 0 }, { recipient: '' }, { purpose: ' ' }]) {
      const body = JSON.stringify({ ...BODY, ...change });
      expect((await call(handler, { params: { id: report_id }, headers, body })).status).toBe(422);
    }
  });

  it('is kept without its token and code, which stand in no list, no trail and no log line', async () => {
    const link = await share();
    const [, secret = ''] = tokenOf(link).split('.');
    expect(secret).toMatch(/^[0-9a-v]{32}$/);
    expect(link.address).toMatch(/^\/shared#/);
    const open = (await handlersByOperation())('openReportLink');
    for (const code of [link.code, 'WRONGCODE']) {
      const body = JSON.stringify({ token: tokenOf(link), code });
      await call(open, { headers: { 'content-type': 'application/json' }, body });
    }
    const { data } = await listLinks(installation.services, clinician, { patient_ref, limit: 50 });
    const events = await auditEvents(installation.organization_id).find({});
    const everything = JSON.stringify([await stored(link.id), data, events, lines]);
    for (const text of [secret, link.code, normalCode(link.code), 'WRONGCODE']) expect(everything).not.toContain(text);
    expect(data.find(({ id }) => id === link.id)).toMatchObject({
      ...{ recipient: 'Practice Dr Other', purpose: 'Follow-up', opens: 1, wrong_tries: 1, state: 'live' },
    });
  });

  it('opens the page as it was made, with the code as people type it', async () => {
    const link = await share();
    const { bytes } = await open(tokenOf(link), ` ${link.code.toLowerCase().replace('-', ' ')} `);
    expect(Buffer.from(bytes).subarray(0, 5).toString()).toBe('%PDF-');
    expect(await stored(link.id)).toMatchObject({ opens: 1, last_opened_at: now });
  });

  it('answers the same to everything that does not fit', async () => {
    const handler = (await handlersByOperation())('openReportLink');
    const answerTo = async (token: string, code: string) => {
      const response = await call(handler, {
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.1.0.${++addresses & 255}` },
        body: JSON.stringify({ token, code }),
      });
      const { request_id: _id, ...problem } = await response.json();
      return { status: response.status, problem };
    };
    const [live, expired, revoked, usedUp] = [
      await share(),
      await share(),
      await share(),
      await share({ max_opens: 1 }),
    ];
    await shareLinks(installation.organization_id).updateOne({ _id: expired.id }, { $set: { expires_at: now } });
    await revokeLink(installation.services, clinician, { id: revoked.id });
    await open(tokenOf(usedUp), usedUp.code);
    const [organization = ''] = tokenOf(live).split('.');
    const answers = [
      await answerTo(tokenOf(live), wrong(live.code)),
      await answerTo(tokenOf(expired), expired.code),
      await answerTo(tokenOf(revoked), revoked.code),
      await answerTo(tokenOf(usedUp), usedUp.code),
      await answerTo(`${organization}.${'0'.repeat(32)}`, live.code),
      await answerTo(`org_${'0'.repeat(26)}.${tokenOf(live).split('.')[1]}`, live.code),
      await answerTo('nonsense', live.code),
    ];
    expect(answers[0]).toMatchObject({ status: 403, problem: { code: 'share_refused' } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await eventsOf(expired.id)).toContain('report.link_refused expired');
    expect(await eventsOf(revoked.id)).toEqual(
      expect.arrayContaining(['report.link_revoked', 'report.link_refused revoked']),
    );
    expect(await eventsOf(usedUp.id)).toContain('report.link_refused used_up');
  });

  it('ends after its days', async () => {
    const link = await share({ days: 2 });
    now = new Date(now.getTime() + 2 * DAY_MS - 1);
    await open(tokenOf(link), link.code);
    now = new Date(now.getTime() + 1);
    await expect(open(tokenOf(link), link.code)).rejects.toMatchObject(REFUSED);
  });

  it('opened by many at once opens as often as it may and not once more', async () => {
    const link = await share({ max_opens: 3 });
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => open(tokenOf(link), link.code)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await stored(link.id)).toMatchObject({ opens: 3, wrong_tries: 0 });
  });

  it('is locked for good by a few wrong codes, also when they come at once', async () => {
    const link = await share();
    const tries = await Promise.allSettled(
      Array.from({ length: MOST_WRONG_TRIES + 3 }, () => open(tokenOf(link), wrong(link.code))),
    );
    expect(tries.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await stored(link.id)).toMatchObject({ wrong_tries: MOST_WRONG_TRIES, opens: 0 });
    await expect(open(tokenOf(link), link.code)).rejects.toMatchObject(REFUSED);
    const events = await eventsOf(link.id);
    expect(events.filter((event) => event === 'report.link_refused wrong_code')).toHaveLength(MOST_WRONG_TRIES);
    expect(events.filter((event) => event === 'report.link_refused locked')).toHaveLength(4);
  });

  it('does not open with another link’s code', async () => {
    const [one, other] = [await share(), await share()];
    await expect(open(tokenOf(one), other.code)).rejects.toMatchObject(REFUSED);
  });

  it('is tried so often a minute from one address, and then has to wait', async () => {
    const origin = { request_id: 'req_1', ip: '10.200.0.1' };
    const body = { token: 'nonsense', code: 'x' };
    for (let count = 0; count < 30; count += 1)
      await expect(openLink(installation.services, origin, { body })).rejects.toMatchObject(REFUSED);
    await expect(openLink(installation.services, origin, { body })).rejects.toMatchObject({
      code: 'too_many_requests',
    });
  });

  it('is ended twice without harm, and by nobody of another organisation', async () => {
    const link = await share();
    const stranger = inOrganization(clinician, installation.services.ids.id('org'));
    await expect(revokeLink(installation.services, stranger, { id: link.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    for (const _ of [1, 2])
      expect(await revokeLink(installation.services, clinician, { id: link.id })).toMatchObject({ state: 'revoked' });
    expect((await eventsOf(link.id)).filter((event) => event === 'report.link_revoked')).toHaveLength(1);
  });

  it('ends when a recording of its report is moved to another patient', async () => {
    const link = await share();
    const revision = (await ecgRecords(installation.organization_id).findOne({ _id: ecg }))?.revision ?? 0;
    await moveRecording(installation.services, installation.keyActor(['admin']), {
      ...{ modality: 'ecg', id: ecg },
      body: { revision, patient_id: 'P-other', reason: 'misfiled' },
    });
    await expect(open(tokenOf(link), link.code)).rejects.toMatchObject(REFUSED);
    const { data } = await listLinks(installation.services, clinician, { patient_ref, limit: 50 });
    expect(data.find(({ id }) => id === link.id)).toMatchObject({ state: 'withdrawn' });
    const trail = await auditEvents(installation.organization_id).find({ 'subject.id': report_id } as never);
    expect(trail.find(({ action }) => action === 'report.withdrawn')).toMatchObject({
      ...{ patient_ref, reason: null },
      // every link there was, also those that were over before
      details: { record: ecg, links_ended: data.length },
    });
    await expect(share()).rejects.toMatchObject({ code: 'report_withdrawn' });
  });
});
