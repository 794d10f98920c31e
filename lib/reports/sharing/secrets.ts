import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Services } from '@/lib/platform/services';
import { normalCode } from '../domain/share-code';

/** What is kept of a code: keyed with the installation's secret and bound to its link. */
export function codeHmac(services: Pick<Services, 'keyFor'>, linkId: string, code: string): string {
  return createHmac('sha256', services.keyFor('share-codes'))
    .update(`${linkId}\n${normalCode(code)}`)
    .digest('hex');
}

/** Whether two digests are the same, in a time that does not tell how far they agree. */
export function sameDigest(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one, 'hex'), Buffer.from(other, 'hex'));
}
