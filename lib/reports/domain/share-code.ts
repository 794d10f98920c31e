/** Letters and digits that are not taken for one another: no 0 and O, no 1 and I. */
const READABLE = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const CODE_LENGTH = 8;

/**
 * A code of eight readable letters, 40 bits, in two groups.
 * @param random at least eight evenly distributed digits of base 32 (0 to 9, a to v)
 */
export function shareCode(random: string): string {
  const letters = [...random.slice(0, CODE_LENGTH)].map((digit) => READABLE.charAt(Number.parseInt(digit, 32)));
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** A code as people type it: in any case, with or without gaps and hyphens. */
export function normalCode(typed: string): string {
  return typed.toUpperCase().replace(/[^0-9A-Z]/g, '');
}

/** The secret part of an address, behind the #: which organisation's link it is, and the token. */
export function joinToken(organizationId: string, token: string): string {
  return `${organizationId}.${token}`;
}

/** The two parts of what was sent; null for what was never one of our addresses. */
export function splitToken(sent: string): { organization_id: string; token: string } | null {
  const [, organization_id, token] = /^(org_[0-9A-Z]{26})\.([0-9a-v]{32})$/.exec(sent.trim()) ?? [];
  return organization_id && token ? { organization_id, token } : null;
}
