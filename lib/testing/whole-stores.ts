import { expect } from 'vitest';
import { sweepClaims } from '@/lib/ingest/sweep-claims';
import { ecgRecords, type RecordDocument, recordVersions, therapyRecords } from '@/models/record';
import type { TestInstallation } from './installation';

/** What both stores must hold after a fault, whatever it was. */
export function wholeStores({ services, organization_id }: TestInstallation) {
  async function documents(): Promise<RecordDocument[]> {
    const families = [ecgRecords, therapyRecords, recordVersions];
    return (await Promise.all(families.map((records) => records(organization_id).find({})))).flat();
  }

  /** Objects no document names. */
  async function orphans(): Promise<string[]> {
    const named = new Set((await documents()).flatMap(({ files }) => files.map(({ key }) => key)));
    const found: string[] = [];
    for await (const { key } of services.objects.list(`${organization_id}/`)) if (!named.has(key)) found.push(key);
    return found;
  }

  /**
   * Nothing acknowledged is lost, nothing is half: each object every document names is there with its digest.
   * @param only looks at this record alone
   */
  async function expectWhole(acknowledged: readonly { id: string; version: number }[], only?: string): Promise<void> {
    const all = (await documents()).filter(({ record_id }) => only === undefined || record_id === only);
    for (const { files } of all) {
      for (const { key, sha256 } of files) expect((await services.objects.head(key)).sha256).toBe(sha256);
    }
    const there = all.map(({ record_id, version }) => `${record_id} v${version}`);
    expect(there).toEqual(expect.arrayContaining(acknowledged.map(({ id, version }) => `${id} v${version}`)));
    expect(new Set(there).size).toBe(there.length);
  }

  /**
   * The sweeper's rounds once the lease of whoever died is over.
   * @param passLease moves the clock past a lease
   */
  async function sweepUntilClean(passLease: () => void): Promise<void> {
    await expect
      .poll(
        async () => {
          passLease();
          await sweepClaims(services);
          return orphans();
        },
        { timeout: 20_000 },
      )
      .toEqual([]);
  }

  return { documents, orphans, expectWhole, sweepUntilClean };
}
