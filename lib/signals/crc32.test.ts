import { expect, it } from 'vitest';
import { crc32 } from './crc32';

it('gives the check value that the CRC catalogue names for the digits 1 to 9', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});
