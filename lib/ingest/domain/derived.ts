import { LONG_FROM_MS } from '@/lib/measure/domain/beat-list/beat-list';
import { ECG_ALGORITHM } from '@/lib/measure/domain/ecg-measurement';
import type { FileRole, Recording } from '@/lib/recordings/contracts';
import type { TherapyDigest } from '@/lib/therapy/domain/assembly/night-types';
import type { SessionDigest } from '@/lib/therapy/domain/digest/digest-session';
import { COARSE_BINS, FINE_BINS, type Histogram } from '@/lib/therapy/domain/digest/histogram';

/** Which values are derived from what was sent. Records of an installation that has less are gone through once. */
export const DERIVED_VERSION = 4;

/** What of a record may have been stored before today's derived values existed. */
export interface MaybeDerived {
  modality: Recording['modality'];
  urgency?: number | undefined;
  quality?: Recording['quality'] | undefined;
  derived?: Recording['derived'] | undefined;
  measuring?: Recording['measuring'] | undefined;
  therapy?: unknown;
  therapy_digest?: TherapyDigest | null | undefined;
  duration_ms: number;
  files: readonly { role: FileRole }[];
}

/** Before histograms said the width of their bins. */
const hasNoWidth = (histogram: Histogram | null) => histogram !== null && histogram.width === undefined;

/** Until night algorithm 1.2.0 leak stood in coarse bins also where pressures stood in fine ones. */
const hasOldLeak = ({ leak, pressure }: SessionDigest) =>
  leak?.width === COARSE_BINS.leak && pressure?.width === FINE_BINS.pressure;

/**
 * A session's digest of an older night algorithm. Of 1.0.0 nothing tells its age where there are no signals, but
 * that there was no periodic breathing: it said so as well of devices that do not look for it.
 */
function isOldSession(session: SessionDigest): boolean {
  const { leak, pressure, epap, periodic_breathing_ms } = session;
  if (hasOldLeak(session)) return true;
  const histograms = [leak, pressure, epap];
  return histograms.some(hasNoWidth) || (histograms.every((one) => one === null) && periodic_breathing_ms === 0);
}

/** Whether a digest was made by an older algorithm. */
export function isOldDigest(digest: TherapyDigest | null | undefined): digest is TherapyDigest {
  return digest?.sessions?.some(isOldSession) ?? false;
}

/** Whether a record's digest is old, or was never made: then it stands in no night. */
export function needsDigest({ therapy, therapy_digest }: Pick<MaybeDerived, 'therapy' | 'therapy_digest'>): boolean {
  return isOldDigest(therapy_digest) || (Boolean(therapy) && !therapy_digest);
}

/** Whether a patient's ECG was never linked to nights (latest versions only: older ones have no link). */
export function lacksLink({
  modality,
  status,
  link,
}: Pick<Recording, 'modality' | 'status'> & { link?: unknown }): boolean {
  return modality === 'ecg' && status === 'stored' && link === undefined;
}

/** Whether a long ECG has no list of beats; one without a lead in mV never has. */
export function needsBeats({ modality, duration_ms, files }: Pick<MaybeDerived, 'modality' | 'duration_ms' | 'files'>) {
  return modality === 'ecg' && duration_ms > LONG_FROM_MS && !files.some(({ role }) => role === 'beats');
}

/**
 * Whether an ECG was never measured or judged, or by an older version; one that could not be is not tried again, and one
 * that waits has its job.
 */
export function needsMeasuring({
  modality,
  measuring,
  derived,
  quality,
}: Pick<MaybeDerived, 'modality' | 'measuring' | 'derived' | 'quality'>): boolean {
  if (modality !== 'ecg' || measuring === 'waiting') return false;
  return (
    derived === undefined || quality === undefined || (derived !== null && derived.version !== ECG_ALGORITHM.version)
  );
}

/** Whether a record lacks any value that is derived today. */
export function lacksDerived(record: MaybeDerived): boolean {
  const lacking = [needsDigest, needsBeats, needsMeasuring].some((needs) => needs(record));
  return record.urgency === undefined || record.quality === undefined || lacking;
}

const inBins = (histogram: Histogram | null, width: number): Histogram | null =>
  hasNoWidth(histogram) ? ({ ...histogram, width } as Histogram) : histogram;

/**
 * An old digest as digests are today, where what was sent cannot be read again: its histograms are exact, in bins of the
 * width they always had.
 */
export function withWidths(digest: TherapyDigest): TherapyDigest {
  const sessions = digest.sessions?.map((session) => ({
    ...session,
    leak: inBins(session.leak, COARSE_BINS.leak),
    pressure: inBins(session.pressure, COARSE_BINS.pressure),
    epap: inBins(session.epap, COARSE_BINS.pressure),
  }));
  return { ...digest, sessions: sessions ?? null };
}
