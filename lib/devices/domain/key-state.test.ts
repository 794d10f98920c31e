import { describe, expect, it } from 'vitest';
import { endOfOverlap, expiryOfSuccessor, keyState } from './key-state';

const NOW = new Date('2026-11-22T12:00:00Z');
const at = (text: string) => new Date(text);
const later = at('2026-11-23T12:00:00Z');
const earlier = at('2026-11-21T12:00:00Z');

describe('the state of a key', () => {
  it.each([
    ['live', { expires_at: null, revoked_at: null, replaced_by: null }],
    ['live', { expires_at: later, revoked_at: null, replaced_by: null }],
    ['live', { expires_at: null, revoked_at: null }],
    ['expired', { expires_at: NOW, revoked_at: null, replaced_by: null }],
    ['overlap', { expires_at: later, revoked_at: null, replaced_by: 'key_2' }],
    ['replaced', { expires_at: earlier, revoked_at: null, replaced_by: 'key_2' }],
    ['revoked', { expires_at: later, revoked_at: earlier, replaced_by: 'key_2' }],
    ['revoked', { expires_at: earlier, revoked_at: earlier, replaced_by: null }],
  ] as const)('is %s', (state, key) => {
    expect(keyState(key, NOW)).toBe(state);
  });
});

describe('rotation', () => {
  it('lets the old key work for the overlap, at once over with none', () => {
    expect(endOfOverlap({ expires_at: null }, NOW, 24)).toEqual(later);
    expect(endOfOverlap({ expires_at: null }, NOW, 0)).toEqual(NOW);
  });

  it('never prolongs the old key', () => {
    expect(endOfOverlap({ expires_at: later }, NOW, 720)).toEqual(later);
  });

  it('gives the new key the lifetime of the old', () => {
    expect(expiryOfSuccessor({ created_at: at('2025-11-22T12:00:00Z'), expires_at: NOW }, NOW)).toEqual(
      at('2027-11-22T12:00:00Z'),
    );
    expect(expiryOfSuccessor({ created_at: earlier, expires_at: null }, NOW)).toBeNull();
  });
});
