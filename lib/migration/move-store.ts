import { createHash } from 'node:crypto';
import { describeCollections, fingerprintOf, type StoreClient, withStore } from '@/models/copies/store-reader';
import { beginCopy, endCopy } from '@/models/copies/store-writer';
import { copyCollections } from './copy-collections';

/**
 * Copies all collections and indexes of one database into another, empty one. Nothing may write to the source
 * meanwhile, and nothing in it is changed. An interrupted move goes on when it is started again; each collection is
 * compared by number and digest of its documents. Objects stay where they are.
 * @returns how many documents the target has
 */
export async function moveStore(from: string, to: string, onStep: (text: string) => void): Promise<number> {
  return withStore(from, (source) =>
    withStore(to, async (target) => {
      if ((await beginCopy(target, await identityOf(source))) === 'resumed') onStep('an interrupted move goes on');
      const sources = (await describeCollections(source)).map((collection) => ({
        ...collection,
        fingerprint: () => fingerprintOf(source, collection.name),
      }));
      const documents = await copyCollections(target, sources, onStep);
      await endCopy(target);
      return documents;
    }),
  );
}

/** A store is known again by the ids its collections got when they were made. */
async function identityOf(client: StoreClient): Promise<string> {
  const all = await client.db().listCollections().toArray();
  const ids = all.map((one) => `${one.name} ${'info' in one ? String(one.info?.uuid?.toString('hex')) : ''}`);
  return createHash('sha256').update(ids.sort().join('\n')).digest('hex');
}
