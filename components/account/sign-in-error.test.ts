import { describe, expect, it } from 'vitest';
import { signInErrorText } from './sign-in-error';

describe('what a failed sign-in says', () => {
  it('says that a wrong password may be tried again', () => {
    expect(signInErrorText('sign_in_failed')).toBe('Email or password is wrong. You can try again.');
    expect(signInErrorText('CredentialsSignin')).toBe(signInErrorText('sign_in_failed'));
  });

  it.each([
    ['too_many_requests:900', 'Wait 15 min'],
    ['too_many_requests:841', 'Wait 15 min'],
    ['too_many_requests:42', 'Wait 42 s'],
    ['too_many_requests', 'Wait 1 min'],
  ])('names the wait of %s', (code, text) => {
    expect(signInErrorText(code)).toContain(text);
  });

  it('never shows a code it does not know', () => {
    expect(signInErrorText('TypeError: x is undefined')).not.toContain('TypeError');
  });
});
