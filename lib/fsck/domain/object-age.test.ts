import { describe, expect, it } from 'vitest';
import { keyFacts } from './object-age';

// ULID 01ARZ3NDEKTSV4RRFFQ69G5FAV is the example of the ULID specification: 1469922850259 ms, 30 July 2016
const ID = 'rec_01ARZ3NDEKTSV4RRFFQ69G5FAV';

describe('what a key says of its object', () => {
  it('is the instant of the record’s id for its first version', () => {
    expect(keyFacts(`org_1/ecg/2016/07/30/${ID}/v1/tok-1/source.json`)).toEqual({
      record_id: ID,
      version: 1,
      began_by: new Date(1_469_922_850_259),
    });
  });

  it('is the end of the day for a later one, whose id is older than it', () => {
    expect(keyFacts(`org_1/bipap/2026/11/03/${ID}/v12/tok/report-1.pdf`)).toEqual({
      record_id: ID,
      version: 12,
      began_by: new Date('2026-11-04T00:00:00Z'),
    });
  });

  it.each([
    '',
    'org_1/notes.txt',
    `org_1/ecg/2016/07/30/${ID}/v0/tok/source.json`,
    `org_1/ecg/2016/13/30/${ID}/v2/tok/source.json`,
    `org_1/ecg/2016/07/30/rec_short/v1/tok/source.json`,
    `org_1/ecg/2016/07/30/${ID}/v1/source.json`,
  ])('is nothing for %j, which is no key of ours', (key) => {
    expect(keyFacts(key)).toBeNull();
  });
});
