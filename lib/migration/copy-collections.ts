import { type CopiedCollection, type Fingerprint, fingerprintOf, type StoreClient } from '@/models/copies/store-reader';
import { writeCollection } from '@/models/copies/store-writer';

const TELL_EVERY = 100_000;

/** A collection to copy, and what its documents must come to in the target. */
interface Source extends CopiedCollection {
  fingerprint(): Promise<Fingerprint>;
}

/** After a copy the target's documents are not the source's. */
export class CopyDiffersError extends Error {
  constructor(collection: string) {
    super(`the copy of ${collection} differs from its source; nothing was removed, and the target must not be used`);
    this.name = 'CopyDiffersError';
  }
}

/** Copies collections one after another; each must then have the number and digest of its source. */
export async function copyCollections(
  target: StoreClient,
  sources: readonly Source[],
  onStep: (text: string) => void,
): Promise<number> {
  let documents = 0;
  for (const source of sources) {
    let told = 0;
    await writeCollection(target, source, (there) => {
      if (there - told < TELL_EVERY) return;
      told = there;
      onStep(`${source.name}: ${there} documents so far`);
    });
    const [wanted, got] = [await source.fingerprint(), await fingerprintOf(target, source.name)];
    if (wanted.documents !== got.documents || wanted.sha256 !== got.sha256) throw new CopyDiffersError(source.name);
    documents += got.documents;
    onStep(`${source.name}: ${got.documents} documents copied and compared`);
  }
  return documents;
}
