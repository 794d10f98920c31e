import { hash, verify } from '@node-rs/argon2';

/** Shortest password a person may choose (NIST SP 800-63B: at least 15 without a second factor, no composition rules). */
export const MIN_PASSWORD_LENGTH = 15;
export const MAX_PASSWORD_LENGTH = 200;

// Argon2id with 19 MiB, 2 passes, 1 lane: the library's defaults, which are the first choice of OWASP's list.
let unusableHash: Promise<string> | undefined;

/** An Argon2id hash with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/**
 * Whether the password fits. Without a hash (no such account) the same work is done on a hash nothing fits, so that
 * the time taken tells nobody which accounts exist.
 */
export async function passwordFits(storedHash: string | null, password: string): Promise<boolean> {
  unusableHash ??= hash('no account has this password');
  const fits = await verify(storedHash ?? (await unusableHash), password);
  return fits && storedHash !== null;
}
