import { keyText } from '../storage/kv';

/** Someone who holds keys until their transaction ends. */
export interface Holder {
  readonly released: Promise<void>;
}

/** Which keys open transactions have changed. */
export class LockTable {
  private readonly holders = new Map<string, Holder>();

  holderOf(key: Buffer): Holder | undefined {
    return this.holders.get(keyText(key));
  }

  take(key: Buffer, holder: Holder): void {
    this.holders.set(keyText(key), holder);
  }

  release(keys: Iterable<string>): void {
    for (const key of keys) this.holders.delete(key);
  }
}
