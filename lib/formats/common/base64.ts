import { Buffer } from 'node:buffer';
import { ReadFault } from './fault';

/**
 * Base64 with white space anywhere, as XML has it. Another alphabet or a wrong length is `corrupt`: node's own decoder
 * would skip over it and shift every sample after.
 */
export function base64Bytes(text: string, what: string): Uint8Array {
  const compact = text.replace(/\s+/g, '');
  if (compact.length % 4 === 1 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) {
    throw new ReadFault('corrupt', `${what} is not valid base64.`);
  }
  return Buffer.from(compact, 'base64');
}
