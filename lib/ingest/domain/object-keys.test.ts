import { describe, expect, it } from 'vitest';
import { attemptPrefix, keyBeside, objectKey, recordPrefix } from './object-keys';

const place = {
  organization_id: 'org_01JBQ',
  modality: 'ecg',
  received_at: new Date('2026-11-03T23:59:59Z'),
  record_id: 'rec_01JBR',
  version: 2,
  attempt: 'k3v9',
} as const;

describe('object keys', () => {
  it('have one form, by the date of receipt in UTC', () => {
    expect(objectKey(place, 'signals.nbs')).toEqual({
      ok: true,
      key: 'org_01JBQ/ecg/2026/11/03/rec_01JBR/v2/k3v9/signals.nbs',
    });
    expect(objectKey(place, 'report-12.pdf')).toEqual({
      ok: true,
      key: 'org_01JBQ/ecg/2026/11/03/rec_01JBR/v2/k3v9/report-12.pdf',
    });
    expect(attemptPrefix(place)).toEqual({ ok: true, key: 'org_01JBQ/ecg/2026/11/03/rec_01JBR/v2/k3v9/' });
    expect(recordPrefix(place)).toEqual({ ok: true, key: 'org_01JBQ/ecg/2026/11/03/rec_01JBR/' });
  });

  it.each(['', '..', 'a/b', 'a b', 'é', 'x'.repeat(65), 'a\n'])('refuse the id %j', (id) => {
    for (const part of ['organization_id', 'record_id', 'attempt']) {
      expect(objectKey({ ...place, [part]: id }, 'source.json')).toEqual({ ok: false, reason: 'invalid_id' });
    }
  });

  it('of a file that comes later stands beside the others of its attempt', () => {
    const key = 'org_01JBQ/ecg/2026/11/03/rec_01JBR/v2/k3v9/signals.nbs';
    expect(keyBeside(key, 'beats.nbb')).toEqual({ ok: true, key: key.replace('signals.nbs', 'beats.nbb') });
  });

  it('refuse versions and files that are none', () => {
    for (const version of [0, -1, 1.5, Number.NaN]) {
      expect(objectKey({ ...place, version }, 'source.json')).toEqual({ ok: false, reason: 'invalid_version' });
    }
    expect(objectKey(place, 'report-0.pdf')).toEqual({ ok: false, reason: 'invalid_file' });
    expect(objectKey(place, `report-${1.5}.pdf`)).toEqual({ ok: false, reason: 'invalid_file' });
  });
});
