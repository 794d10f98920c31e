import { describe, expect, it } from 'vitest';
import { safeReturnPath } from './safe-return-path';

describe('page to return to after sign-in', () => {
  it.each(['/ecg/01K', '/patients', '/patients/01K?version=2'])('keeps %s', (path) => {
    expect(safeReturnPath(path)).toBe(path);
  });

  it.each([
    'https://evil.example/',
    '//evil.example/x',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/api/patients',
    '/sign-in?callbackUrl=/sign-in',
    'patients',
    '',
    null,
    undefined,
  ])('gives the home page for %s', (path) => {
    expect(safeReturnPath(path)).toBe('/');
  });

  it('does not leave the portal through dot segments', () => {
    expect(safeReturnPath('/ecg/../../..//evil.example')).not.toContain('evil.example/');
    expect(safeReturnPath('/x/../api/patients')).toBe('/');
  });
});
