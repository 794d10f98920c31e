import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { call, handlersByOperation, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { personActor } from '@/lib/testing/person-actor';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { walkPages } from '@/lib/testing/walk-pages';
import { jointReports } from '@/models/joint-report';
import { ecgRecords } from '@/models/record';
import { shareLinks } from '@/models/share-link';
import { createReport } from './create-report';
import { createLink } from './sharing/create-link';
import { setReportSharing } from './sharing/report-sharing';

const KEPT = 120;

let installation: TestInstallation;
let patient_ref: string;
let ask: (operation: string, cursor?: string) => Promise<Response>;

/** As many again of what the first one is, each under an id of its own. */
const copyReport = async (report_id: string) => {
  const reports = jointReports(installation.organization_id);
  const report = await reports.findOne({ _id: report_id });
  if (!report) throw new Error('it was made above');
  const _id = installation.services.ids.id('rep');
  await reports.insert({ ...report, _id });
  return _id;
};
const copyLink = async (link_id: string) => {
  const links = shareLinks(installation.organization_id);
  const link = await links.findOne({ _id: link_id });
  if (!link) throw new Error('it was made above');
  const _id = installation.services.ids.id('lnk');
  await links.insert({ ...link, _id, token_sha256: _id });
  return _id;
};

let report: string;
let link: string;
beforeAll(async () => {
  installation = await createInstallation();
  const { services, organization_id } = installation;
  const clinician = await personActor(installation, 'clinician');
  const { id } = await receiveRecording(services, installation.keyActor(['ingest:ecg']), {
    ...{ modality: 'ecg' as const, body: received(anEcgBody({ recording_date: '2025-11-03T08:15:00+01:00' })) },
  });
  patient_ref = (await ecgRecords(organization_id).findOne({ _id: id }))?.patient_ref ?? '';
  await setReportSharing(services, installation.keyActor(['admin']), { body: { allowed: true, revision: 0 } });
  ({ id: report } = await createReport(services, clinician, {
    ...{ patient_ref, body: { from: '2025-11-01', to: '2025-11-10' } },
  }));
  const body = { recipient: 'Practice Dr Other', purpose: 'Follow-up', days: 7, max_opens: 10 };
  ({ id: link } = await createLink(services, clinician, { id: report, body }));
  const handlers = await handlersByOperation();
  const headers = await sessionHeaders(installation, 'clinician');
  ask = (operation, cursor) =>
    call(handlers(operation), {
      ...{ params: { patient_ref }, headers },
      query: cursor === undefined ? '' : `?cursor=${cursor}`,
    });
});
afterAll(() => installation.close());

const LISTS = [
  { name: 'reports', operation: 'listJointReports', copy: () => copyReport(report), first: () => report },
  { name: 'links', operation: 'listReportLinks', copy: () => copyLink(link), first: () => link },
];

describe.each(LISTS)('the list of a patient’s $name', ({ operation, copy, first }) => {
  const page = async (cursor?: string): Promise<{ data: { id: string }[]; next_cursor: string | null }> =>
    (await ask(operation, cursor)).json();

  it('gives every one once, newest first, also while one is added', async () => {
    const ids = [first()];
    while (ids.length < KEPT) ids.push(await copy());
    let added = '';
    const pages = await walkPages(page, async () => {
      added = await copy();
    });
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(pages.flat().map(({ id }) => id)).toEqual(ids.reverse());
    expect((await page()).data[0]?.id).toBe(added);
  });

  it('refuses a cursor that is none', async () => {
    for (const cursor of ['nonsense', 'rec_00000000000000000000000000']) {
      const response = await ask(operation, cursor);
      expect([response.status, (await response.json()).code]).toEqual([400, 'invalid_query']);
    }
  });
});
