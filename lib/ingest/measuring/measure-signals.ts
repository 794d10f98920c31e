import { type DerivedEcg, derivedEcg } from '@/lib/ecg/domain/derived-ecg';
import type { BeatList } from '@/lib/measure/domain/beat-list/beat-list';
import { decodeBeats } from '@/lib/measure/domain/beat-list/beat-wire';
import { judgeHeartRate } from '@/lib/measure/domain/beats/judge-heart-rate';
import { collectStretch } from '@/lib/measure/domain/first-stretch';
import { measureBeats } from '@/lib/measure/domain/measure-ecg';
import { judgeQuality, type LeadQuality } from '@/lib/measure/domain/quality/lead-quality';
import { FibrillationFollower } from '@/lib/measure/domain/rhythm/follow-fibrillation';
import { ObjectNotFoundError } from '@/lib/platform/objects';
import type { Services } from '@/lib/platform/services';
import type { Warning } from '@/lib/recordings/contracts';
import { type ReadRange, readHeader } from '@/lib/signals/read-container';
import type { RecordDocument } from '@/models/record';
import { DamagedSignalsError, leadWindows } from './lead-windows';

/** What is computed of an ECG's samples. */
export interface MeasuredSignals {
  derived: DerivedEcg;
  quality: LeadQuality[];
  /** What the beats say against what was sent (VAL-2). */
  warnings: Warning[];
}

const NO_LEADS = { rate_hz: 1, from_ms: 0, leads: [] };

async function measure(
  readRange: ReadRange,
  beatList: BeatList | null,
  stated_bpm: number | null,
): Promise<MeasuredSignals> {
  const read = await readHeader(readRange);
  if (!read.ok) throw new DamagedSignalsError(read.reason);
  const [judge, collector] = [judgeQuality(), collectStretch()];
  const follower = beatList && new FibrillationFollower(beatList);
  for await (const leads of leadWindows(readRange, read.header)) {
    judge.take(leads);
    collector.take(leads);
    follower?.take(leads);
  }
  const stretch = collector.stretch() ?? NO_LEADS;
  const { measurement, beats } = measureBeats(stretch);
  return {
    derived: derivedEcg(
      measurement,
      follower ? { fibrillation: follower.finish(), unjudged: follower.unjudgedOf(judge.signal()) } : undefined,
    ),
    quality: judge.quality(),
    warnings: judgeHeartRate({ beats, rate_hz: stretch.rate_hz }, stated_bpm),
  };
}

/**
 * Step: measures a stored ECG from its kept signals, whatever file they came from, in one pass and by few range reads.
 * @returns null where they are gone or damaged
 * @throws ObjectStoreUnavailableError where it may go better another time
 */
export async function measureSignals(services: Services, document: RecordDocument): Promise<MeasuredSignals | null> {
  const file = document.files.find(({ role }) => role === 'signals');
  if (!file) return null;
  const readRange: ReadRange = (from, to) => services.objects.get(file.key, { from, to });
  const beats = document.files.find(({ role }) => role === 'beats');
  try {
    const list = beats ? decodeBeats(await services.objects.get(beats.key)) : null;
    return await measure(readRange, list, document.measurements?.heart_rate_bpm ?? null);
  } catch (error) {
    if (error instanceof ObjectNotFoundError || error instanceof DamagedSignalsError) return null;
    throw error;
  }
}
