import path from 'node:path';
import { environment } from '@/lib/config/env';
import { makeBackup } from '@/lib/migration/make-backup';
import { moveStore } from '@/lib/migration/move-store';
import { restoreBackup } from '@/lib/migration/restore-backup';
import { services } from '@/lib/platform/services';

const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};

function storeUri(): string {
  const { mongodb_uri } = environment();
  if (!mongodb_uri) throw new Error('MONGODB_URI is not set; the command line gives one');
  return mongodb_uri;
}

/** `nightbeat backup <folder>` */
export async function runBackup(folder: string): Promise<void> {
  const { documents, objects, bytes } = await makeBackup(services(), storeUri(), path.resolve(folder), print);
  print(`The backup is whole: ${documents} documents, ${objects} objects of ${bytes} bytes, all compared.`);
}

/** `nightbeat restore <folder>` */
export async function runRestore(folder: string): Promise<void> {
  const { documents, objects } = await restoreBackup(services(), storeUri(), path.resolve(folder), print);
  print(`Restored and compared: ${documents} documents, ${objects} objects.`);
}

/** `nightbeat move <uri>` */
export async function runMove(uri: string): Promise<void> {
  const documents = await moveStore(storeUri(), uri, print);
  print(`Moved and compared: ${documents} documents. Objects stay where they are.`);
  print('Set MONGODB_URI to the new database and start with: npm start -- --use-mongodb-uri');
}
