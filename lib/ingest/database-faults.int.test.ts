import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { KeyActor } from '@/lib/accounts/actor';
import { toAppError } from '@/lib/errors/to-app-error';
import type { Services } from '@/lib/platform/services';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { type Fate, type StoreProxy, startStoreProxy } from '@/lib/testing/store-proxy';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { wholeStores } from '@/lib/testing/whole-stores';
import type { UploadAnswer } from './contracts';
import { receiveRecording } from './receive-recording';
import { sweepClaims } from './sweep-claims';

// one case after the other, each with uploads, sweeps and retries on real stores
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

let proxy: StoreProxy;
let installation: TestInstallation;
let services: Services;
let device: KeyActor;
let stores: ReturnType<typeof wholeStores>;
/** How far the installation's clock is ahead of the real one. */
let ahead_ms = 0;
let seed = 0;

beforeAll(async () => {
  proxy = await startStoreProxy(inject('mongodb_server'));
  installation = await createInstallation({
    clock: { now: () => new Date(Date.now() + ahead_ms) },
    uri: proxy.uri(`test_${randomBytes(6).toString('hex')}`),
  });
  services = installation.services;
  device = installation.keyActor(['ingest:ecg']);
  stores = wholeStores(installation);
});
afterEach(async () => {
  proxy.reset(null);
  proxy.away(false);
  proxy.endSilence();
  await stores.sweepUntilClean(passLease);
  await stores.expectWhole([]);
});
afterAll(async () => {
  await installation.close();
  await proxy.close();
});

const passLease = () => {
  ahead_ms += 11_000;
};

/** An ECG of a patient and device of its own; the same source with other samples is its next version. */
function anEcg(name: string) {
  seed += 1;
  return anEcgBody({ patient_id: `F-${name}`, device_id: `D-${name}`, source_id: name, seed, seconds: 1 });
}

const send = (body: unknown, receive = receiveRecording) =>
  receive(services, device, { modality: 'ecg', body: received(body) });

async function otherProcess() {
  vi.resetModules();
  return (await import('./receive-recording')).receiveRecording;
}

type Outcome = { answer: UploadAnswer; code: null } | { answer: null; code: string };
const outcomeOf = (upload: Promise<UploadAnswer>): Promise<Outcome> =>
  upload.then(
    (answer) => ({ answer, code: null }),
    (error: unknown) => ({ answer: null, code: toAppError(error).code }),
  );

/** The names of all commands of a correction that meets no fault. */
async function commandsOf(name: string): Promise<string[]> {
  await send(anEcg(name));
  const names: string[] = [];
  proxy.reset((command) => {
    names.push(command);
    return 'pass';
  });
  await send(anEcg(name));
  proxy.reset(null);
  return names;
}

/** After the fault is over: nothing is lost, half or left over; the retry is the second version, or was it already. */
async function expectRecovered(first: UploadAnswer, correction: unknown, outcome: Outcome): Promise<void> {
  proxy.reset(null);
  await stores.sweepUntilClean(passLease);
  await stores.expectWhole(outcome.answer ? [first, outcome.answer] : [first], first.id);
  const again = await send(correction, await otherProcess());
  expect(again).toMatchObject({ id: first.id, version: 2 });
  if (outcome.answer) expect(again.status).toBe('duplicate');
}

describe('one command of an upload after the other', () => {
  it.each<Fate>(['lose_request', 'lose_answer'])(
    'meets %s: it is stored once, or not and then by the retry',
    async (fate) => {
      const commands = await commandsOf(`count-${fate}`);
      expect(commands).toEqual(expect.arrayContaining(['insert', 'findAndModify', 'commitTransaction']));
      for (const at of commands.keys()) {
        const name = `${fate}-${at}`;
        const first = await send(anEcg(name));
        const correction = anEcg(name);
        proxy.reset((_command, number) => (number === at + 1 ? fate : 'pass'));
        const outcome = await outcomeOf(send(correction));
        expect([name, commands[at], outcome.code]).toEqual([
          name,
          commands[at],
          outcome.answer ? null : 'store_unavailable',
        ]);
        await expectRecovered(first, correction, outcome);
      }
    },
  );

  it('is where the process dies: another one stores it, and the dead one commits nothing more', async () => {
    const commands = await commandsOf('count-silence');
    for (const at of commands.keys()) {
      const name = `silence-${at}`;
      const first = await send(anEcg(name));
      const correction = anEcg(name);
      let fellSilent: () => void = () => undefined;
      const silence = new Promise<void>((resolve) => {
        fellSilent = resolve;
      });
      proxy.reset((_command, number) => {
        if (number !== at + 1) return 'pass';
        fellSilent();
        return 'silence';
      });
      const dead = outcomeOf(send(correction));
      await silence;
      await expectRecovered(first, correction, { answer: null, code: 'dead' });
      proxy.endSilence();
      await dead;
      const versions = (await stores.documents()).filter(({ record_id }) => record_id === first.id);
      expect([name, versions.length]).toEqual([name, 2]);
    }
  });
});

describe('a database that is away', () => {
  it.each(['find', 'insert', 'findAndModify', 'commitTransaction'])(
    'from the first %s on: 503, and the retry succeeds',
    async (command) => {
      const name = `away-${command}`;
      const first = await send(anEcg(name));
      const correction = anEcg(name);
      proxy.reset((meets) => {
        if (meets !== command) return 'pass';
        proxy.away(true);
        return 'lose_request';
      });
      const outcome = await outcomeOf(send(correction));
      expect(outcome).toEqual({ answer: null, code: 'store_unavailable' });
      proxy.away(false);
      await expectRecovered(first, correction, outcome);
    },
  );
});

describe('a slow database', () => {
  it('only takes longer', async () => {
    const first = await send(anEcg('slow'));
    proxy.reset(async (): Promise<Fate> => {
      await delay(30);
      return 'pass';
    });
    const second = await send(anEcg('slow'));
    expect(second).toMatchObject({ id: first.id, version: 2, status: 'stored' });
    proxy.reset(null);
    await stores.expectWhole([first, second]);
    expect(await stores.orphans()).toEqual([]);
  });

  it('whose commit outlasts the lease stores it once, though the sweeper comes by', async () => {
    const first = await send(anEcg('late'));
    const correction = anEcg('late');
    let sweep: Promise<void> | undefined;
    proxy.reset(async (command): Promise<Fate> => {
      if (command !== 'commitTransaction') return 'pass';
      proxy.reset(null);
      passLease();
      // the claim is part of the open transaction: the sweeper waits for it, or meets it as a conflict and comes again
      sweep = sweepClaims(services).catch(() => undefined);
      return 'pass';
    });
    const outcome = await outcomeOf(send(correction));
    await sweep;
    await expectRecovered(first, correction, outcome);
  });
});

describe('a write conflict', () => {
  it('is met by doing the transaction again: both uploads are stored, in an order', async () => {
    const first = await send(anEcg('conflict'));
    const other = await otherProcess();
    const later: Promise<UploadAnswer>[] = [];
    let begun = 0;
    let metConflict: () => void = () => undefined;
    const conflict = new Promise<void>((resolve) => {
      metConflict = resolve;
    });
    proxy.reset(async (command): Promise<Fate> => {
      // one that cannot take its change number gives its transaction up
      if (command === 'abortTransaction') metConflict();
      if (command !== 'findAndModify') return 'pass';
      begun += 1;
      if (begun !== 2) return 'pass';
      // the transaction has its change number; before it goes on, another upload wants the next one
      later.push(send(anEcg('conflict-later'), other));
      await conflict;
      return 'pass';
    });
    const earlier = await send(anEcg('conflict'));
    const [stored] = await Promise.all(later);
    if (!stored) throw new Error('no upload came between');
    expect([earlier, stored]).toMatchObject([
      { id: first.id, version: 2, status: 'stored' },
      { version: 1, status: 'stored' },
    ]);
    // change number and device of either, and each change number that the later one could not take
    expect(begun).toBeGreaterThan(4);
    await stores.expectWhole([first, earlier, stored]);
    expect(await stores.orphans()).toEqual([]);
    const latest = (await stores.documents()).filter(({ _id }) => [earlier.id, stored.id].includes(_id));
    expect(new Set(latest.map(({ change }) => change)).size).toBe(2);
  });
});
