import { afterPrefix } from '../keys/key-encoding';
import { collect } from './kv';
import { garbageKey, idOfMetaKey, metaRange, spacePrefix } from './layout';
import type { Store } from './store';

const CHUNK = 1000;

/** Empties the spaces of dropped collections and indexes in small steps. Goes on after a restart. */
export class GarbageCollector {
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly store: Store,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** Looks for work in the background. */
  wake(): void {
    this.running = this.running.then(() => this.run()).catch(this.onFault);
  }

  private async run(): Promise<void> {
    for (const { key } of collect(this.store, metaRange('g'))) {
      const id = idOfMetaKey(key);
      while (!this.stopped && (await this.removeSome(id)));
      if (this.stopped) return;
    }
  }

  private removeSome(id: number): Promise<boolean> {
    const lo = spacePrefix(id);
    return this.store.write((kv) => {
      const keys: Buffer[] = [];
      const cursor = kv.range({ lo, hi: afterPrefix(lo), reverse: false });
      for (let entry = cursor.next(); entry; entry = cursor.next()) {
        keys.push(entry.key);
        if (keys.length >= CHUNK) break;
      }
      cursor.close();
      for (const key of keys) kv.remove(key);
      if (keys.length < CHUNK) kv.remove(garbageKey(id));
      return keys.length >= CHUNK;
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }
}
