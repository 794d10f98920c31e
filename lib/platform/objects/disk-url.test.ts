import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signObjectPut, signObjectUrl, verifyObjectPut, verifyPresignedUrl } from './disk-url';

const KEY = 'org/ecg/r1/v1/report-1.pdf';
const SIGNING_KEY = '0123456789abcdef';
const NOW = new Date('2026-03-01T12:00:00.900Z');
const OPTIONS = {
  expires_in_s: 300,
  content_type: 'application/pdf',
  disposition: 'inline',
  filename: 'EKG ä&=.pdf',
} as const;

const sign = (changes: Partial<Parameters<typeof signObjectUrl>[0]> = {}) =>
  signObjectUrl(
    { key: KEY, public_base_url: 'https://portal.test', signing_key: SIGNING_KEY, now: NOW, ...changes },
    OPTIONS,
  );
const verify = (search_params: URLSearchParams, changes: { key?: string; now?: Date; signing_key?: string } = {}) =>
  verifyPresignedUrl({ key: KEY, search_params, signing_key: SIGNING_KEY, now: NOW, ...changes });

describe('a presigned URL of the disk store', () => {
  const { url, expires_at } = sign();
  const params = () => new URL(url).searchParams;

  it('names the object and lives as long as asked, in whole seconds', () => {
    expect(new URL(url).origin).toBe('https://portal.test');
    expect(new URL(url).pathname).toBe(`/api/objects/${KEY}`);
    expect(params().get('expires')).toBe(String(Date.parse('2026-03-01T12:05:00Z') / 1000));
    expect(expires_at).toEqual(new Date('2026-03-01T12:05:00Z'));
  });

  it('is signed by HMAC-SHA256 over method, key and all parameters', () => {
    const fields = ['GET', KEY, 1_772_366_700, 'application/pdf', 'inline', 'EKG ä&=.pdf'];
    const text = `nightbeat object url v1\n${JSON.stringify(fields)}`;
    expect(params().get('signature')).toBe(createHmac('sha256', SIGNING_KEY).update(text).digest('hex'));
  });

  it('grants what was signed', () => {
    const { content_type, disposition, filename } = OPTIONS;
    expect(verify(params())).toEqual({ ok: true, content_type, disposition, filename });
  });

  it('holds until the last moment and no longer', () => {
    expect(verify(params(), { now: new Date('2026-03-01T12:04:59.999Z') }).ok).toBe(true);
    expect(verify(params(), { now: new Date('2026-03-01T12:05:00Z') })).toEqual({ ok: false, reason: 'expired' });
  });

  it.each([
    ['expires', '1772366701'],
    ['expires', '01772366700'],
    ['expires', '1772366700.0'],
    ['expires', ''],
    ['type', 'text/html'],
    ['disposition', 'attachment'],
    ['disposition', 'x'],
    ['filename', 'other.pdf'],
    ['signature', ''],
    ['signature', 'ä'.repeat(32)],
    ['signature', createHmac('sha256', 'another key 1234').update('x').digest('hex')],
  ])('is refused with %s changed to %j', (name, value) => {
    const changed = params();
    changed.set(name, value);
    expect(verify(changed)).toEqual({ ok: false, reason: 'altered' });
  });

  it('is refused with any one character of the signature changed', () => {
    const signature = params().get('signature') ?? '';
    for (let at = 0; at < signature.length; at += 1) {
      const changed = params();
      const other = signature[at] === '0' ? '1' : '0';
      changed.set('signature', signature.slice(0, at) + other + signature.slice(at + 1));
      expect(verify(changed).ok).toBe(false);
    }
    const upper = params();
    upper.set('signature', signature.toUpperCase());
    expect(verify(upper).ok).toBe(false);
  });

  it.each(['expires', 'type', 'disposition', 'filename', 'signature'])('is refused without %s or with two', (name) => {
    const [without, twice] = [params(), params()];
    without.delete(name);
    twice.append(name, twice.get(name) ?? '');
    expect(verify(without).ok).toBe(false);
    expect(verify(twice).ok).toBe(false);
  });

  it('is refused with a parameter added, for another key and under another signing key', () => {
    const added = params();
    added.set('x', '1');
    expect(verify(added).ok).toBe(false);
    expect(verify(params(), { key: `${KEY}x` }).ok).toBe(false);
    expect(verify(params(), { key: `../${KEY}` }).ok).toBe(false);
    expect(verify(params(), { signing_key: '0123456789abcdeg' }).ok).toBe(false);
  });

  it('is not made or checked with a signing key that is too short', () => {
    expect(() => sign({ signing_key: 'short' })).toThrow(RangeError);
    expect(() => verify(params(), { signing_key: '' })).toThrow(RangeError);
  });
});

describe('an address to send to', () => {
  const now = new Date('2026-11-20T08:00:00Z');
  const common = {
    key: 'org/staging/upl_1/1',
    public_base_url: 'http://127.0.0.1',
    signing_key: 'a key of 16 bytes',
    now,
  };
  const signed = signObjectPut(common, { expires_in_s: 60, content_type: 'application/dicom', bytes: 1000 });
  const check = (change: (query: URLSearchParams) => void = () => undefined, at = now, key = common.key) => {
    const { searchParams } = new URL(signed.url);
    change(searchParams);
    return verifyObjectPut({ ...common, key, search_params: searchParams, now: at });
  };

  it('allows exactly the length and the type that were signed', () => {
    expect(check()).toEqual({ ok: true, content_type: 'application/dicom', bytes: 1000 });
    expect(signed.headers).toEqual({ 'content-type': 'application/dicom', 'content-length': '1000' });
  });

  it.each([
    ['another length', (query: URLSearchParams) => query.set('bytes', '1001')],
    ['another type', (query: URLSearchParams) => query.set('type', 'text/html')],
    ['a later end', (query: URLSearchParams) => query.set('expires', '9999999999')],
    ['one parameter more', (query: URLSearchParams) => query.set('x', '1')],
    ['none of the signature', (query: URLSearchParams) => query.delete('signature')],
  ])('is altered with %s', (_, change) => {
    expect(check(change)).toEqual({ ok: false, reason: 'altered' });
  });

  it('is good for one key, until it expires, and for no GET', () => {
    expect(check(undefined, now, 'org/ecg/other')).toEqual({ ok: false, reason: 'altered' });
    expect(check(undefined, new Date(now.getTime() + 60_000))).toEqual({ ok: false, reason: 'expired' });
    const { searchParams } = new URL(signed.url);
    expect(verifyPresignedUrl({ ...common, search_params: searchParams })).toEqual({ ok: false, reason: 'altered' });
  });

  it.each([0, 86_401, 1.5])('lives no %s seconds', (expires_in_s) => {
    expect(() => signObjectPut(common, { expires_in_s, content_type: 'text/plain', bytes: 1 })).toThrow(RangeError);
  });
});
