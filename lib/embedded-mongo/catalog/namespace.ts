import { MongoError } from '../errors';

/** Checks a database name as MongoDB on Unix does (code 73). */
export function checkDatabaseName(db: string): void {
  if (db === '' || Buffer.byteLength(db) > 63 || /[/\\. "$\0]/.test(db)) {
    throw new MongoError('InvalidNamespace', `Invalid database name: '${db}'`);
  }
}

/** Checks a collection name (code 73). */
export function checkCollectionName(db: string, name: string): void {
  checkDatabaseName(db);
  const bad =
    name === '' ||
    name.startsWith('.') ||
    name.endsWith('.') ||
    name.includes('$') ||
    name.includes('\0') ||
    name.startsWith('system.') ||
    Buffer.byteLength(`${db}.${name}`) > 255;
  if (bad) throw new MongoError('InvalidNamespace', `Invalid namespace specified '${db}.${name}'`);
}
