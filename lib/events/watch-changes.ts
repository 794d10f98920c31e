import { repeat } from '@/lib/jobs/repeat';
import type { Logger } from '@/lib/platform/logger';
import { organizations } from '@/models/organization';

/** How often a process looks for changes. The store is the source, so that it does not matter which process made one. */
const LOOK_EVERY_MS = 1000;

/** Told the organisation's newest change number, or null when it could not be read. */
export type ChangeListener = (change: number | null) => void;

interface Watched {
  change: number | null;
  listeners: Set<ChangeListener>;
  stop: () => Promise<void>;
}

const watched = new Map<string, Watched>();

function tell(one: Watched, change: number | null): void {
  if (change === one.change) return;
  one.change = change;
  for (const listener of [...one.listeners]) listener(change);
}

function startWatching(log: Logger, organizationId: string): Watched {
  const one: Watched = { change: null, listeners: new Set(), stop: async () => undefined };
  let failing = false;
  one.stop = repeat('watch-changes', LOOK_EVERY_MS, log, async () => {
    try {
      tell(one, (await organizations.get(organizationId))?.change ?? null);
      failing = false;
    } catch (error) {
      tell(one, null);
      // once per failure, not once a second
      if (!failing) throw error;
    } finally {
      failing = one.change === null;
    }
  });
  return one;
}

/**
 * Tells of every change of an organisation, whichever process made it, by reading its change number once a second for
 * all listeners of this process together. The listener hears the number known so far at once.
 * @returns a function that ends it; with the last listener the reading ends as well
 */
export function watchChanges(log: Logger, organizationId: string, listener: ChangeListener): () => void {
  const one = watched.get(organizationId) ?? startWatching(log, organizationId);
  watched.set(organizationId, one);
  one.listeners.add(listener);
  if (one.change !== null) listener(one.change);
  return () => {
    if (!one.listeners.delete(listener) || one.listeners.size > 0) return;
    watched.delete(organizationId);
    void one.stop();
  };
}
