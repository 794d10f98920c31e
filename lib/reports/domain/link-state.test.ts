import { expect, it } from 'vitest';
import { linkState } from './link-state';
import { joinToken, normalCode, shareCode, splitToken } from './share-code';

const NOW = new Date('2026-11-20T09:00:00Z');
const later = new Date(NOW.getTime() + 1);
const LIVE = { expires_at: later, max_opens: 2, opens: 1, wrong_tries: 4, revoked_at: null, withdrawn_at: null };

it('says what a link is good for, or what ended it', () => {
  const stateWith = (change: Partial<typeof LIVE> | object) => linkState({ ...LIVE, ...change }, NOW);
  expect(stateWith({})).toBe('live');
  expect(stateWith({ expires_at: NOW })).toBe('expired');
  expect(stateWith({ opens: 2 })).toBe('used_up');
  expect(stateWith({ wrong_tries: 5 })).toBe('locked');
  expect(stateWith({ revoked_at: NOW })).toBe('revoked');
  expect(stateWith({ revoked_at: NOW, withdrawn_at: NOW })).toBe('withdrawn');
});

it('makes codes people can type, and takes them as people type them', () => {
  expect(shareCode('0123456789abcdefghijklmnopqrstuv')).toBe('2345-6789');
  expect(shareCode('opqrstuv')).toBe('STUV-WXYZ');
  expect(normalCode(' stuv wxyz ')).toBe(normalCode('STUV-WXYZ'));
});

it('takes only what was once made as the secret part of an address', () => {
  const organization_id = 'org_01ARZ3NDEKTSV4RRFFQ69G5FAV';
  const token = '0123456789abcdefghijklmnopqrstuv';
  expect(splitToken(joinToken(organization_id, token))).toEqual({ organization_id, token });
  for (const other of ['', token, `${organization_id}.`, `${organization_id}.${token}x`, `{"$ne":""}.${token}`])
    expect(splitToken(other)).toBeNull();
});
