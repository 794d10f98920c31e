import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKey } from '@/lib/devices/create-key';
import type { ContractHandler } from '@/lib/http/endpoint';
import { call, handlersByOperation } from '@/lib/testing/api-client';
import { bombs } from '@/lib/testing/fuzz/bombs';
import { type Seed, seeds } from '@/lib/testing/fuzz/corpus';
import { bodyOfFiles, judgeAnswer } from '@/lib/testing/fuzz/http-answer';
import { damages, type Mutant, numberSwaps, numbersFrom, truncations } from '@/lib/testing/fuzz/mutations';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { ecgRecords } from '@/models/record';

/*
 * A bounded part of `npm run fuzz -- --http`: hostile files over the device API are stored or refused with a clear 4xx,
 * and a refused one leaves nothing. The figures are printed at the end.
 */
const TIMEOUT = 60_000;
/** A large recording that is still readable takes a second to store. */
const LARGE_BYTES = 300_000;

let installation: TestInstallation;
let upload: ContractHandler;
let authorization: string;
const answers = new Map<number, number>();
let slowest = { ms: 0, name: '' };
let inputs = 0;
/** What is there after the last upload. */
let state = { objects: 0, records: 0 };

beforeAll(async () => {
  installation = await createInstallation({});
  upload = (await handlersByOperation())('uploadRecording');
  const scopes = ['ingest:ecg' as const];
  const body = { name: 'fuzz', scopes, device_id: null, requests_per_minute: 100_000, expires_at: null };
  const { key } = await createKey(installation.services, installation.keyActor(['admin']), { body });
  authorization = `Bearer ${key}`;
});
afterAll(async () => {
  const byStatus = [...answers].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(
    `${inputs} hostile uploads, slowest ${Math.round(slowest.ms)} ms (${slowest.name}); ${byStatus.join(', ')}`,
  );
  await installation.close();
});

async function kept(): Promise<typeof state> {
  let objects = 0;
  for await (const _ of installation.services.objects.list(`${installation.organization_id}/`)) objects += 1;
  return { objects, records: await ecgRecords(installation.organization_id).count({}) };
}

async function send({ name, files }: Mutant): Promise<string[]> {
  if (files.length === 0) return [];
  const { body, query, type } = bodyOfFiles(files);
  const headers = { authorization, ...(type && { 'content-type': type }) };
  const before = state;
  const started = performance.now();
  const response = await call(upload, { params: { modality: 'ecg' }, query, headers, body });
  const ms = performance.now() - started;
  if (ms > slowest.ms) slowest = { ms, name };
  inputs += 1;
  const { status, faults } = await judgeAnswer(response);
  answers.set(status, (answers.get(status) ?? 0) + 1);
  state = await kept();
  if (status >= 400 && (state.objects !== before.objects || state.records !== before.records))
    faults.push('a refusal that left something');
  return faults.map((fault) => `${name}: ${fault}`);
}

function* mutantsOf(seed: Seed): Generator<Mutant> {
  const random = numbersFrom(7);
  const bytes = seed.files.reduce((sum, file) => sum + file.bytes.length, 0);
  const count = bytes > LARGE_BYTES ? 2 : 4;
  const cuts = [...truncations(seed, 100)];
  const step = Math.ceil(cuts.length / count);
  yield* cuts.filter((_, index) => index % step === step - 1);
  yield* damages(seed, count, random);
  yield* numberSwaps(seed, Math.ceil(count / 2), random);
}

it.each(seeds())('$name, cut and damaged, is stored or refused', { timeout: TIMEOUT }, async (seed) => {
  const faults: string[] = [];
  for (const mutant of mutantsOf(seed)) faults.push(...(await send(mutant)));
  expect(faults).toEqual([]);
});

it('every bomb is refused, and leaves nothing', { timeout: TIMEOUT }, async () => {
  const faults: string[] = [];
  for (const { name, files } of bombs(0.1)) faults.push(...(await send({ name, files })));
  expect(faults).toEqual([]);
});
