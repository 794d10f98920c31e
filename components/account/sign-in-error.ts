import { formatSpan } from '@/lib/client/format-time';

const SECOND_MS = 1000;

function waitText(seconds: number): string {
  return seconds < 60 ? `${Math.max(1, Math.ceil(seconds))} s` : formatSpan(Math.ceil(seconds / 60) * 60 * SECOND_MS);
}

/**
 * What to tell a person whose sign-in failed, and whether trying again makes sense.
 * @param code what next-auth hands over: an error code, with `:seconds` to wait where there is a wait
 */
export function signInErrorText(code: string): string {
  const [name, seconds] = code.split(':');
  const wait = Number(seconds);
  switch (name) {
    case 'sign_in_failed':
    case 'CredentialsSignin':
      return 'Email or password is wrong. You can try again.';
    case 'too_many_requests':
      return `Too many attempts. Wait ${waitText(Number.isFinite(wait) ? wait : 60)}, then try again.`;
    case 'store_unavailable':
      return 'The store is away at the moment. Try again in a few seconds.';
    case 'csrf':
      return 'The browser keeps no cookies for this address. Allow them, then try again.';
    case 'network':
      return 'The server did not answer. Check the connection and try again.';
    default:
      return 'Sign-in does not work at the moment. Try again in a minute; if it stays, tell your administrator.';
  }
}
