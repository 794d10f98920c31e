import { createHash } from 'node:crypto';
import { ObjectNotFoundError } from '@/lib/platform/objects';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { keyFacts } from './domain/object-age';
import { claimedPrefixes, isNamedNow, type NamedObject, namedObjects } from './read-documents';

/** Younger orphans are left alone, whatever the claims say. */
const SAFE_AGE_MS = 3_600_000;

/** What is wrong with an object, or with the document that names it. */
export interface Finding {
  kind: 'missing' | 'wrong_size' | 'wrong_hash' | 'orphan';
  organization_id: string;
  key: string;
  /** The record that names it; of an orphan the one its key is made of, null where the key is none of ours. */
  record_id: string | null;
  version: number | null;
  /** True where it was removed. */
  removed: boolean;
}

/** What a comparison of documents and objects came to. */
export interface StoreReport {
  checked_at: string;
  repair: boolean;
  organizations: number;
  documents: number;
  objects: number;
  bytes: number;
  /** Objects of uploads under way, which the sweeper or their commit takes care of. */
  in_progress: number;
  findings: Finding[];
  /** True where nothing is wrong, or nothing any more. */
  ok: boolean;
}

type Needs = Pick<Services, 'objects' | 'clock'>;

/** What the object really is, read to its end; null where it is not there. */
async function contentOf({ objects }: Needs, key: string): Promise<{ bytes: number; sha256: string } | null> {
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of await objects.getStream(key)) {
      // an object's stream gives bytes; Node types its chunks as any
      const part = chunk as Buffer;
      hash.update(part);
      bytes += part.byteLength;
    }
    return { bytes, sha256: hash.digest('hex') };
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return null;
    throw error;
  }
}

async function checkNamed(services: Needs, organization_id: string, named: NamedObject): Promise<Finding | null> {
  const { key, record_id, version } = named;
  const found = await contentOf(services, key);
  const finding = { organization_id, key, record_id, version, removed: false };
  if (!found) {
    // moved on meanwhile: erased, or replaced
    return (await isNamedNow(organization_id, record_id, key)) ? { kind: 'missing', ...finding } : null;
  }
  if (found.bytes !== named.bytes) return { kind: 'wrong_size', ...finding };
  return found.sha256 === named.sha256 ? null : { kind: 'wrong_hash', ...finding };
}

/** Removes an orphan, after a last look that nobody wants it: old enough, under no claim, named by no document. */
async function removeOrphan(services: Needs, organization_id: string, key: string): Promise<boolean> {
  const facts = keyFacts(key);
  if (!facts || services.clock.now().getTime() - facts.began_by.getTime() < SAFE_AGE_MS) return false;
  const prefixes = await claimedPrefixes(organization_id);
  if (prefixes.some((prefix) => key.startsWith(prefix))) return false;
  if (await isNamedNow(organization_id, facts.record_id, key)) return false;
  await services.objects.delete(key);
  return true;
}

async function checkOrganization(services: Needs, organization_id: string, report: StoreReport): Promise<void> {
  // in this order an upload that commits meanwhile is seen by its claim or by its document, never as an orphan
  const listed: { key: string; bytes: number }[] = [];
  for await (const object of services.objects.list(`${organization_id}/`)) listed.push(object);
  const prefixes = await claimedPrefixes(organization_id);
  const { documents, named, leaving } = await namedObjects(organization_id);
  report.documents += documents;
  for (const object of named.values()) {
    const finding = await checkNamed(services, organization_id, object);
    if (finding) report.findings.push(finding);
  }
  for (const { key, bytes } of listed) {
    report.objects += 1;
    report.bytes += bytes;
    if (named.has(key)) continue;
    if (leaving.has(key) || prefixes.some((prefix) => key.startsWith(prefix))) {
      report.in_progress += 1;
      continue;
    }
    const facts = keyFacts(key);
    const removed = report.repair && (await removeOrphan(services, organization_id, key));
    const { record_id = null, version = null } = facts ?? {};
    report.findings.push({ kind: 'orphan', organization_id, key, record_id, version, removed });
  }
}

/**
 * Compares documents and objects of every organisation (STO-4): each object a document names is read whole and must have
 * the size and digest noted for it; each other object must belong to an upload under way.
 * @param repair removes orphans older than an hour that no claim covers, and nothing else; otherwise nothing is changed
 */
export async function checkStores(services: Needs, { repair }: { repair: boolean }): Promise<StoreReport> {
  const report: StoreReport = {
    checked_at: services.clock.now().toISOString(),
    repair,
    organizations: 0,
    documents: 0,
    objects: 0,
    bytes: 0,
    in_progress: 0,
    findings: [],
    ok: true,
  };
  for (const { _id } of await organizations.list()) {
    report.organizations += 1;
    await checkOrganization(services, _id, report);
  }
  report.ok = report.findings.every(({ removed }) => removed);
  return report;
}
