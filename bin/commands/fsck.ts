import { checkStores, type Finding, type StoreReport } from '@/lib/fsck/check-stores';
import { services } from '@/lib/platform/services';
import { connectStores, disconnectDatabase } from '@/models/connection';

const WORDS: Record<Finding['kind'], string> = {
  missing: 'MISSING: a record names it, and it is not there',
  wrong_size: 'WRONG SIZE: not as long as its record says',
  wrong_hash: 'WRONG CONTENT: not the digest its record notes',
  orphan: 'ORPHAN: no record names it',
};

function lineOf({ kind, key, removed }: Finding, repair: boolean): string {
  const done = removed
    ? ' (removed)'
    : repair && kind === 'orphan'
      ? ' (kept: too young, claimed, or no key of ours)'
      : '';
  return `${WORDS[kind]}${done}\n  ${key}`;
}

/** The report for people: what was compared, what is wrong, what was done. */
export function reportText(report: StoreReport): string {
  const { documents, objects, bytes, organizations, in_progress, findings, repair, ok } = report;
  const removed = findings.filter((finding) => finding.removed).length;
  return [
    `Compared ${documents} documents with ${objects} objects (${bytes} bytes) of ${organizations} organisations.`,
    ...(in_progress > 0 ? [`${in_progress} objects belong to uploads or erasures under way.`] : []),
    ...findings.map((finding) => lineOf(finding, repair)),
    ...(repair ? [`${removed} orphans were removed; nothing a record names was touched.`] : []),
    ok ? 'Nothing is wrong.' : `${findings.length - removed} findings. Nothing else was changed.`,
  ].join('\n');
}

/** `nightbeat fsck`: ends with 0 where nothing is wrong, 1 where something is, 2 where it could not be compared. */
export async function runFsck({ json, repair }: { json: boolean; repair: boolean }): Promise<void> {
  try {
    await connectStores();
    const report = await checkStores(services(), { repair });
    process.stdout.write(`${json ? JSON.stringify(report) : reportText(report)}\n`);
    process.exitCode = report.ok ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  } finally {
    await disconnectDatabase();
  }
}
