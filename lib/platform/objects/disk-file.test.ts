import { describe, expect, it } from 'vitest';
import { ObjectStoreUnavailableError } from '../objects';
import { foldersUpTo, toDiskStoreError } from './disk-file';

const systemError = (code: string) => Object.assign(new Error(code), { code });

describe('toDiskStoreError', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EIO', 'EACCES', 'EROFS', 'EMFILE'])('takes %s for a store that is away', (code) => {
    expect(toDiskStoreError(systemError(code))).toBeInstanceOf(ObjectStoreUnavailableError);
  });

  it.each([systemError('EBADF'), new TypeError('a defect'), 'text'])('leaves %s as it is', (error) => {
    expect(toDiskStoreError(error)).toBe(error);
  });
});

describe('foldersUpTo', () => {
  it('gives inner to outer, both included', () => {
    expect(foldersUpTo('/x/a/b', '/x')).toEqual(['/x/a/b', '/x/a', '/x']);
    expect(foldersUpTo('/x', '/x')).toEqual(['/x']);
  });
});
