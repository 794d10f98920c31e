import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ObjectStore } from './objects';
import { sha256Of, someBytes } from './objects/testing';
import { givenSubjects, type Subject } from './objects/testing-subjects';

const PDF = {
  expires_in_s: 60,
  content_type: 'application/pdf',
  disposition: 'inline',
  filename: 'report.pdf',
} as const;

describe.each(givenSubjects())('a presigned URL of $name', ({ create }) => {
  let subject: Subject;
  let store: ObjectStore;
  let key: string;
  let url: URL;

  const body = someBytes(5000);

  beforeAll(async () => {
    subject = await create();
    store = subject.store;
  });
  afterAll(() => subject.close());
  beforeEach(async () => {
    key = `org/ecg/${randomUUID()}/v1/report-1.pdf`;
    await store.put(key, body, 'application/octet-stream');
    url = new URL((await store.presignGet(key, { ...PDF, filename: 'Befund "ä".pdf' })).url);
  });
  const statusOf = async (changed: URL | string) => (await fetch(changed)).status;

  it('gives the bytes, the type and the name asked for, to be shown and not kept', async () => {
    const response = await fetch(url);

    expect(response.status).toBe(200);
    expect(sha256Of(await response.bytes())).toBe(sha256Of(body));
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-length')).toBe('5000');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-disposition')).toBe(
      `inline; filename="Befund ___.pdf"; filename*=UTF-8''Befund%20%22%C3%A4%22.pdf`,
    );
  });

  it.each([
    ['bytes=0-99', 'bytes 0-99/5000', [0, 100]],
    ['bytes=4900-', 'bytes 4900-4999/5000', [4900, 5000]],
    ['bytes=-10', 'bytes 4990-4999/5000', [4990, 5000]],
    ['bytes=4000-9999', 'bytes 4000-4999/5000', [4000, 5000]],
  ] as const)('answers Range %s with 206', async (range, contentRange, [from, to]) => {
    const response = await fetch(url, { headers: { range } });

    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(contentRange);
    expect(sha256Of(await response.bytes())).toBe(sha256Of(body.subarray(from, to)));
  });

  it('answers a range past the end with 416', async () => {
    expect((await fetch(url, { headers: { range: 'bytes=5000-' } })).status).toBe(416);
  });

  it('is refused for another key', async () => {
    const other = `${key}x`;
    await store.put(other, body, 'application/pdf');
    expect(await statusOf(url.href.replace(key, other))).toBe(403);
  });

  it('is refused when any of its parameters is changed or left out', async () => {
    for (const [name, value] of url.searchParams) {
      const [changed, shortened] = [new URL(url), new URL(url)];
      changed.searchParams.set(name, value.slice(0, -1) + (value.endsWith('1') ? '2' : '1'));
      shortened.searchParams.delete(name);
      // S3 says 400 to a request whose signature it cannot read at all.
      expect([400, 403], `changed ${name}`).toContain(await statusOf(changed));
      expect([400, 403], `without ${name}`).toContain(await statusOf(shortened));
    }
  });

  it('is refused after its time', async () => {
    const tenMinutesAgo = subject.storeAt(new Date(Date.now() - 600_000));
    const expired = await tenMinutesAgo.presignGet(key, PDF);
    expect(await statusOf(expired.url)).toBe(403);
    expect(expired.expires_at.getTime()).toBeLessThan(Date.now());
  });

  it('lives 300 seconds at most', async () => {
    await expect(store.presignGet(key, { ...PDF, expires_in_s: 301 })).rejects.toThrow(RangeError);
    await expect(store.presignGet(key, { ...PDF, expires_in_s: 0 })).rejects.toThrow(RangeError);
  });

  it('gives anything but PDF as an attachment', async () => {
    const html = await store.presignGet(key, { ...PDF, content_type: 'text/html', filename: 'a.html' });
    expect((await fetch(html.url)).headers.get('content-disposition')).toMatch(/^attachment;/);
  });

  it('gives 404 for an object that is not there', async () => {
    expect(await statusOf((await store.presignGet(`${key}-missing`, PDF)).url)).toBe(404);
  });
});
