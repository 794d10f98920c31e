import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { allRouteHandlers, call, type RouteHandler, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, inOrganization, type TestInstallation } from '@/lib/testing/installation';
import { aQuietNight } from '@/lib/testing/nights';
import { aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { patients } from '@/models/patient';
import { therapyNights } from '@/models/therapy-night';
import { exportNights } from './export-nights';

let installation: TestInstallation;
let handler: RouteHandler['handler'];
let patient_ref: string;

beforeAll(async () => {
  installation = await createInstallation();
  const route = (await allRouteHandlers()).find((one) => one.handler.contract?.operation_id === 'exportNights');
  if (!route) throw new Error('no route exports');
  handler = route.handler;
  const body = received(aTherapyBody({ patient_id: 'E-csv' }));
  await receiveRecording(installation.services, installation.keyActor(['ingest:therapy']), { modality: 'cpap', body });
  patient_ref = (await patients(installation.organization_id).findOne({ patient_id: 'E-csv' }))?._id ?? '';
  for (const night of ['2026-11-03', '2026-11-04'])
    await therapyNights(installation.organization_id).insert(aQuietNight(patient_ref, night));
});
afterAll(() => installation.close());

const get = async (role: 'clinician' | 'auditor' | null, query: string, ref = patient_ref) =>
  call(handler, {
    params: { patient_ref: ref },
    query,
    headers: role === null ? {} : await sessionHeaders(installation, role),
  });

describe('nights as a file', () => {
  it('200: oldest first, `to` out, as an attachment without a name, audited', async () => {
    const response = await get('clinician', '?from=2026-11-01&to=2026-11-04');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment');
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual(['2026-11-02', '2026-11-03']);
    expect(lines.join()).not.toMatch(/E-csv|P12345/);
    const events = await auditEvents(installation.organization_id).find({ action: 'night.exported', patient_ref });
    expect(events.map(({ details }) => details)).toEqual([{ nights: 2 }]);
  });

  it('400, 401, 403, 404: without dates, for nobody, without charts, for strangers', async () => {
    expect((await get('clinician', '')).status).toBe(400);
    expect((await get(null, '?from=2026-11-01&to=2026-11-04')).status).toBe(401);
    expect((await get('auditor', '?from=2026-11-01&to=2026-11-04')).status).toBe(403);
    const unknown = 'pat_00000000000000000000000000';
    expect((await get('clinician', '?from=2026-11-01&to=2026-11-04', unknown)).status).toBe(404);
    const input = { patient_ref, from: '2026-11-01', to: '2026-11-04' };
    const stranger = inOrganization(installation.keyActor(['read']), 'org_other');
    await expect(exportNights(installation.services, stranger, input)).rejects.toMatchObject({ code: 'not_found' });
    const bound = installation.keyActor(['read'], { device_id: 'CPAP-1' });
    await expect(exportNights(installation.services, bound, input)).rejects.toMatchObject({ code: 'not_permitted' });
  });
});
