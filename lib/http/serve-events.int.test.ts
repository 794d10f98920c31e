import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION_IDLE_MS } from '@/lib/accounts/resolve-session';
import { endAllStreams, STREAMS_PER_USER } from '@/lib/events/event-streams';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { organizations } from '@/models/organization';
import { sessions } from '@/models/session';
import { withTransaction } from '@/models/transaction';
import { authenticate } from './authenticate';
import { serveEvents } from './serve-events';

const HEARTBEAT_MS = 50;

let now = new Date('2026-11-22T10:00:00Z');
let installation: TestInstallation;

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => now } });
});
afterAll(async () => {
  endAllStreams();
  await installation.close();
});

/** Opens a stream as a page of ours would. */
async function open(headers: Record<string, string>, signal?: AbortSignal): Promise<Response> {
  const request = new Request('http://127.0.0.1:3000/api/events', { headers, ...(signal ? { signal } : {}) });
  return serveEvents(request, HEARTBEAT_MS);
}

/** What a stream says, message by message, until it ends or says something that fits. */
async function listen(response: Response, until: RegExp): Promise<{ text: string; ended: boolean }> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const read = await reader?.read();
    if (!read || read.done) return { text, ended: true };
    text += decoder.decode(read.value);
    if (until.test(text)) {
      reader?.releaseLock();
      return { text, ended: false };
    }
  }
}

const NEVER = /(?!)/;

async function changeNumber(): Promise<number> {
  return (await organizations.get(installation.organization_id))?.change ?? -1;
}

async function sessionOf(headers: Record<string, string>): Promise<string> {
  const { sessionIdFromCookies } = await import('@/lib/accounts/next-auth');
  return (await sessionIdFromCookies(headers.cookie ?? '', installation.services)) ?? '';
}

describe('who may listen', () => {
  it.each(['admin', 'clinician', 'technician'] as const)('a %s', async (role) => {
    const response = await open(await sessionHeaders(installation, role));
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      'no-store, no-transform',
    ]);
    await response.body?.cancel();
  });

  it.each(['device_manager', 'analyst', 'auditor'] as const)('not a %s, who may read no record', async (role) => {
    expect((await open(await sessionHeaders(installation, role))).status).toBe(403);
  });

  it('nobody without a session, and no key', async () => {
    expect((await open({})).status).toBe(401);
    const { createKey } = await import('@/lib/devices/create-key');
    const { key } = await createKey(installation.services, installation.keyActor(['admin']), {
      body: { name: 'k', scopes: ['admin'], device_id: null, requests_per_minute: null, expires_at: null },
    });
    expect((await open({ authorization: `Bearer ${key}` })).status).toBe(403);
  });

  it('no page of another site', async () => {
    const { cookie = '' } = await sessionHeaders(installation, 'clinician');
    expect((await open({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await open({ cookie, origin: 'https://evil.example' })).status).toBe(403);
  });
});

describe('the stream', () => {
  it('says the change number at once and each new one, and nothing of the patient', async () => {
    const response = await open(await sessionHeaders(installation, 'clinician'));
    const first = await listen(response, /event: change/);
    expect(first.text).toContain(`{"change":${await changeNumber()}}`);
    await receiveRecording(installation.services, installation.keyActor(['ingest:ecg']), {
      modality: 'ecg',
      body: received(anEcgBody({ seconds: 1 })),
    });
    const next = await listen(response, /event: change/);
    expect(next.text).toContain(`event: change\ndata: {"change":${await changeNumber()}}`);
    expect(next.text).not.toMatch(/Example|Ada|P12345/);
    await response.body?.cancel();
  });

  it('hears what another process changed: the store is its source', async () => {
    const response = await open(await sessionHeaders(installation, 'clinician'));
    await listen(response, /event: change/);
    const number = await withTransaction((tx) => organizations.nextChange(installation.organization_id, tx));
    expect((await listen(response, /event: change/)).text).toContain(`{"change":${number}}`);
    await response.body?.cancel();
  });

  it('hears nothing of another organisation', async () => {
    const { services } = installation;
    const other = { ...(await organizations.get(installation.organization_id)), _id: services.ids.id('org') };
    await organizations.insert({ ...other, change: 700 } as never);
    const response = await open(await sessionHeaders(installation, 'clinician'));
    await listen(response, /event: change/);
    await withTransaction((tx) => organizations.nextChange(other._id, tx));
    const number = await withTransaction((tx) => organizations.nextChange(installation.organization_id, tx));
    const { text } = await listen(response, /event: change/);
    expect(text.match(/"change":\d+/g)).toEqual([`"change":${number}`]);
    await response.body?.cancel();
  });

  it('beats while the session stands and ends with it', async () => {
    const headers = await sessionHeaders(installation, 'clinician');
    const response = await open(headers);
    expect((await listen(response, /\n:\n/)).ended).toBe(false);
    const id = await sessionOf(headers);
    await withTransaction((tx) => sessions.revoke(id, now, tx));
    const { text, ended } = await listen(response, NEVER);
    expect([ended, text.includes('event: ended')]).toEqual([true, true]);
  });

  it('keeps no session alive: it idles out under an open stream', async () => {
    const headers = await sessionHeaders(installation, 'clinician');
    const response = await open(headers);
    await listen(response, /\n:\n/);
    const seen = (await sessions.byId(await sessionOf(headers)))?.last_seen_at;
    now = new Date(now.getTime() + SESSION_IDLE_MS - 1000);
    await listen(response, /:\n\n:\n/);
    expect((await sessions.byId(await sessionOf(headers)))?.last_seen_at).toEqual(seen);
    now = new Date(now.getTime() + 2000);
    expect((await listen(response, NEVER)).ended).toBe(true);
  });

  it('nor do a page’s own requests, while a person’s do', async () => {
    const headers = await sessionHeaders(installation, 'clinician');
    const id = await sessionOf(headers);
    const seenAfter = async (extra: Record<string, string>) => {
      now = new Date(now.getTime() + 60_000);
      const request = new Request('http://127.0.0.1:3000/api/worklist', { headers: { ...headers, ...extra } });
      const origin = { request_id: 'req_test', ip: null };
      await authenticate(request, installation.services, 'http://127.0.0.1:3000', origin);
      return (await sessions.byId(id))?.last_seen_at;
    };
    const before = (await sessions.byId(id))?.last_seen_at;
    expect(await seenAfter({ 'x-nightbeat-by-itself': '1' })).toEqual(before);
    expect(await seenAfter({})).toEqual(now);
  });

  it('ends the oldest of a person’s streams for one too many', async () => {
    const headers = await sessionHeaders(installation, 'technician');
    const opened: Response[] = [];
    for (let count = 0; count <= STREAMS_PER_USER; count++) opened.push(await open(headers));
    const [oldest, ...others] = opened;
    const { text, ended } = oldest ? await listen(oldest, NEVER) : { text: '', ended: false };
    expect([ended, text.includes('event: replaced')]).toEqual([true, true]);
    for (const other of others) {
      expect((await listen(other, /event: change/)).ended).toBe(false);
      await other.body?.cancel();
    }
  });

  it('lets go of a reader that leaves, and of all when the process stops', async () => {
    const headers = await sessionHeaders(installation, 'admin');
    const controller = new AbortController();
    const left = await open(headers, controller.signal);
    controller.abort();
    expect((await listen(left, NEVER)).ended).toBe(true);
    const stopped = await open(headers);
    endAllStreams();
    expect((await listen(stopped, NEVER)).ended).toBe(true);
  });
});
