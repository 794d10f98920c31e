import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '@/lib/accounts/actor';
import { changeReading } from '@/lib/ecg/reading/change-reading';
import { requestRepeat } from '@/lib/ecg/reading/request-repeat';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { getRecording } from '@/lib/recordings/get-recording';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { personActor } from '@/lib/testing/person-actor';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { getNextUnread } from './get-next-unread';
import { getWorklist } from './get-worklist';

let installation: TestInstallation;
let now = new Date('2026-11-22T12:00:00Z');
let clinician: Actor;
let technician: Actor;
let seed = 0;
const ids: Record<'routine' | 'later' | 'urgent' | 'stat', string> = { routine: '', later: '', urgent: '', stat: '' };

async function send(priority: string): Promise<string> {
  now = new Date(now.getTime() + 60_000);
  seed += 1;
  const body = received(anEcgBody({ patient_id: `N-${seed}`, seed, seconds: 1, priority }));
  const device = installation.keyActor(['ingest:ecg']);
  return (await receiveRecording(installation.services, device, { modality: 'ecg', body })).id;
}

const next = async (after?: string, actor = clinician) =>
  (await getNextUnread(installation.services, actor, { after })).id;

async function read(id: string, action: 'save' | 'confirm', actor: Actor) {
  const { version, revision } = await getRecording(installation.services, clinician, { modality: 'ecg', id });
  const body = { action, statement: 'Sinus rhythm', version, revision };
  await changeReading(installation.services, actor, { id, body });
}

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => now } });
  clinician = await personActor(installation, 'clinician');
  technician = await personActor(installation, 'technician');
  ids.routine = await send('routine');
  ids.later = await send('routine');
  ids.urgent = await send('urgent');
  ids.stat = await send('stat');
});
afterAll(() => installation.close());

describe('the ECG to read next', () => {
  it('is the first of the worklist, and what follows the one that is left unread, round and round', async () => {
    const order = (await getWorklist(installation.services, clinician)).unread.rows.map(({ id }) => id);
    expect(order).toEqual([ids.stat, ids.urgent, ids.routine, ids.later]);
    expect(await next()).toBe(ids.stat);
    const walked = [await next(ids.stat), await next(ids.urgent), await next(ids.routine), await next(ids.later)];
    expect(walked).toEqual([ids.urgent, ids.routine, ids.later, ids.stat]);
  });

  it('is the most urgent again after one that was read', async () => {
    await read(ids.urgent, 'confirm', clinician);
    expect(await next(ids.urgent)).toBe(ids.stat);
  });

  it('is a preliminary one of somebody else once nothing is unread, for who may confirm it', async () => {
    await read(ids.routine, 'save', technician);
    await read(ids.stat, 'save', clinician);
    expect(await next(ids.routine)).toBe(ids.later);
    await read(ids.later, 'confirm', clinician);
    expect(await next(ids.later)).toBe(ids.routine);
    expect(await next(ids.later, technician)).toBeNull();
    await read(ids.routine, 'confirm', clinician);
    expect(await next(ids.routine)).toBeNull();
  });

  it('is for people who may read records', async () => {
    const auditor = await personActor(installation, 'auditor');
    await expect(next(undefined, auditor)).rejects.toMatchObject({ code: 'not_permitted' });
  });
});

describe('ECGs to be recorded again', () => {
  it('stand on the worklist until that is withdrawn, read or not', async () => {
    const { revision } = await getRecording(installation.services, clinician, { modality: 'ecg', id: ids.later });
    const asked = await requestRepeat(installation.services, clinician, {
      id: ids.later,
      body: { requested: true, reason: 'V3 is off', revision },
    });
    const { repeats } = await getWorklist(installation.services, technician);
    expect(repeats).toMatchObject({ count: { value: 1 }, rows: [{ id: ids.later, reason: 'V3 is off' }] });
    await requestRepeat(installation.services, technician, {
      id: ids.later,
      body: { requested: false, revision: asked.revision },
    });
    expect((await getWorklist(installation.services, technician)).repeats.rows).toEqual([]);
  });
});
