import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { Modality } from '@/lib/recordings/contracts';
import { type IngestDocument, ingests } from '@/models/ingest';
import { isDuplicateKey } from '@/models/store-errors';
import type { Transaction } from '@/models/transaction';
import { removeObjects } from './keep-objects';

/** How long a claim stands without a sign of life from its holder. */
const LEASE_MS = 10_000;
const RENEW_EVERY_MS = 2_500;
/** How long a request waits for another one's claim: longer than a lease, so that a dead holder's runs out meanwhile. */
const WAIT_MS = 13_000;
/** Other processes are asked again after this long, and then less and less often. */
const POLL_MS = { first: 50, most: 1000, growth: 1.5 };
const ANSWER_KEPT_MS = 30 * 86_400_000;

/** A claim this request holds on its recording. Only whoever knows `token` can commit under it. */
export interface Claim {
  id: string;
  organization_id: string;
  token: string;
  object_prefix: string;
}

/** What a request asks to claim. */
export interface ClaimRequest {
  organization_id: string;
  modality: Modality;
  keys: string[];
  request_hash: string;
  object_prefix(token: string): string;
}

/** What stands for one recording: whoever changes it by what a device sent claims all of these. */
export function recordingKeys(recording: {
  content_hash: string;
  device_id: string;
  source_id?: string | null | undefined;
}): string[] {
  const { content_hash, device_id, source_id = null } = recording;
  return [
    `content:${content_hash}`,
    ...(source_id === null ? [] : [`source:${JSON.stringify([device_id, source_id])}`]),
  ];
}

async function tryInsert(services: Services, request: ClaimRequest): Promise<Claim | null> {
  const token = services.ids.token();
  const claim: Claim = {
    id: services.ids.id('ing'),
    organization_id: request.organization_id,
    token,
    object_prefix: request.object_prefix(token),
  };
  try {
    await ingests(request.organization_id).insert({
      _id: claim.id,
      keys: request.keys,
      state: 'claimed',
      modality: request.modality,
      token,
      object_prefix: claim.object_prefix,
      lease_ends_at: new Date(services.clock.now().getTime() + LEASE_MS),
      request_hash: request.request_hash,
      answer: null,
      expires_at: null,
    });
    return claim;
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
}

/**
 * Takes a claim away whose lease has run out: it claims nothing any more and its holder's token is void, so that a
 * slow holder cannot commit. What it stored is left to the sweeper.
 */
export async function abandonExpired(services: Services, document: IngestDocument): Promise<void> {
  await ingests(document.organization_id).updateOne(
    { _id: document._id, token: document.token, state: 'claimed' },
    {
      $set: { state: 'abandoned', token: services.ids.token(), lease_ends_at: services.clock.now() },
      $unset: { keys: 1 },
    },
  );
}

/**
 * Claims every key at once, waiting for other holders, whose recording may be the same one.
 * @param meanwhile looked at before each try; what it finds ends the waiting.
 * @throws AppError `upload_in_progress` when the others take too long.
 */
export async function takeClaim<Found>(
  services: Services,
  request: ClaimRequest,
  meanwhile: () => Promise<Found | null>,
): Promise<{ claim: Claim } | { found: Found }> {
  const giveUpAt = services.clock.now().getTime() + WAIT_MS;
  let pauseMs = POLL_MS.first;
  for (;;) {
    const found = await meanwhile();
    if (found !== null) return { found };
    const claim = await tryInsert(services, request);
    if (claim) return { claim };
    const now = services.clock.now();
    const holders = await ingests(request.organization_id).find({ keys: { $in: request.keys }, state: 'claimed' });
    for (const holder of holders) if (holder.lease_ends_at <= now) await abandonExpired(services, holder);
    if (now.getTime() > giveUpAt) throw new AppError('upload_in_progress');
    await delay(pauseMs);
    pauseMs = Math.min(pauseMs * POLL_MS.growth, POLL_MS.most);
  }
}

/** Keeps the claim alive while the work runs; the returned function ends that. */
export function keepAlive(services: Services, claim: Claim, everyMs = RENEW_EVERY_MS): () => void {
  const timer = setInterval(() => {
    const lease_ends_at = new Date(services.clock.now().getTime() + LEASE_MS);
    ingests(claim.organization_id)
      .updateOne({ _id: claim.id, token: claim.token }, { $set: { lease_ends_at } })
      // a missed renewal costs the claim at worst, and then the commit says so
      .catch((error: unknown) => services.log.warn({ err: error }, 'claim not renewed'));
  }, everyMs);
  return () => clearInterval(timer);
}

/** The claim was taken away while its holder was busy; nothing of it may be committed. */
export class ClaimLostError extends Error {
  constructor() {
    super('the claim was lost');
    this.name = 'ClaimLostError';
  }
}

/**
 * Step: ends the claim inside the transaction that commits its record, before the record is written: otherwise that would
 * meet what whoever took over has written, and say so in a stranger way. With an Idempotency-Key the answer is kept in the
 * claim's place.
 * @throws ClaimLostError when somebody else holds it by now, which rolls the transaction back.
 */
export async function settleClaim(
  services: Services,
  claim: Claim,
  remember: { key: string; answer: Record<string, unknown> } | null,
  tx: Transaction,
): Promise<void> {
  const held = { _id: claim.id, token: claim.token, state: 'claimed' };
  const scoped = ingests(claim.organization_id);
  const settled = remember
    ? await scoped.updateOne(
        held,
        {
          $set: {
            state: 'answered',
            keys: [remember.key],
            answer: remember.answer,
            expires_at: new Date(services.clock.now().getTime() + ANSWER_KEPT_MS),
          },
        },
        { tx },
      )
    : await scoped.deleteOne(held, { tx });
  if (settled === 0) throw new ClaimLostError();
}

/**
 * Gives the claim up after a failure, so that the next try need not wait for its lease, and removes what it stored.
 * Only a claim that still stands is given up: one that is gone was committed, and then its objects are a record's. The
 * claim stays known as abandoned: a put that timed out here may still arrive there, and the sweeper then finds it.
 */
export async function giveUpClaim(services: Services, claim: Claim): Promise<void> {
  try {
    const given = await ingests(claim.organization_id).updateOne(
      { _id: claim.id, token: claim.token, state: 'claimed' },
      { $set: { state: 'abandoned', lease_ends_at: services.clock.now() }, $unset: { keys: 1 } },
    );
    if (given === 0) return;
    await removeObjects(services, claim.object_prefix);
  } catch (error) {
    services.log.warn({ claim: claim.id, err: error }, 'claim left to the sweeper');
  }
}

/**
 * Runs the work with the claim kept alive, and gives the claim up when it fails without having committed.
 * @throws AppError `upload_in_progress` where the claim was taken away meanwhile
 */
export async function underClaim<Result>(
  services: Services,
  claim: Claim,
  work: () => Promise<Result>,
): Promise<Result> {
  const stop = keepAlive(services, claim);
  try {
    return await work();
  } catch (error) {
    // an unanswered commit may have happened: giveUpClaim finds no claim then and must leave the objects alone
    await giveUpClaim(services, claim);
    if (error instanceof ClaimLostError) throw new AppError('upload_in_progress', { cause: error });
    throw error;
  } finally {
    stop();
  }
}
