import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What `npm start -- --demo` writes into `<data dir>/demo.json`. */
export interface Demonstration {
  url: string;
  users: { email: string; password: string; role: string }[];
  api_keys: { scopes: string[]; key: string }[];
}

/** The environment variable by which the set-up tells the tests where the running application keeps its data. */
export const DATA_DIR_VARIABLE = 'E2E_DATA_DIR';

function dataDir(): string {
  const folder = process.env[DATA_DIR_VARIABLE];
  if (!folder) throw new Error(`${DATA_DIR_VARIABLE} is not set: the application was not started`);
  return folder;
}

/** Address, sign-ins and keys of the running demonstration. */
export function demonstration(): Demonstration {
  // The file is written by the start script of the same checkout; its shape is that command's promise.
  return JSON.parse(readFileSync(path.join(dataDir(), 'demo.json'), 'utf8')) as Demonstration;
}

/** Where the cookies of a role's signed-in session are kept. */
export function sessionFile(role: string): string {
  return path.join(dataDir(), `e2e-session-${role}.json`);
}

/** The key that holds exactly these scopes. */
export function apiKey(...scopes: string[]): string {
  const wanted = demonstration().api_keys.find(
    (entry) => entry.scopes.length === scopes.length && scopes.every((scope) => entry.scopes.includes(scope)),
  );
  if (!wanted) throw new Error(`the demonstration has no key for ${scopes.join(', ')}`);
  return wanted.key;
}
