import { chooseSource, type ValueSource, valueIn } from '@/lib/patients/domain/timeline';
import type { TimelineEcg, TimelineNight } from '@/lib/patients/timeline-contracts';
import { type FibrillationFinding, fibrillationOf } from './ecg-values';
import { isPaired } from './pairs';

/** Use of a night (COR-6); two hours belong to the second band, four to the third. */
export const USAGE_BANDS = ['under_2_h', '2_to_4_h', '4_h_and_more'] as const;
export type UsageBand = (typeof USAGE_BANDS)[number];

/** Monitored for less than this, a rate per hour would be made of next to nothing. */
export const LEAST_MONITORED_H = 1;

/** Recordings after nights of one band. */
export interface BandOfUse {
  band: UsageBand;
  nights: number;
  recordings: number;
  /** Recordings with atrial fibrillation. */
  flagged: number;
  /** Hours that something was said of. */
  monitored_h: number;
  /** Flagged recordings per hour recorded; null where less than an hour was. */
  flagged_per_h: number | null;
  /** Hours of long recordings that were judged beat by beat, and in how many minutes of each fibrillation was suspected. */
  followed_h: number;
  suspected_min_per_h: number | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The band of a night's use. */
export function bandOf(usage_minutes: number): UsageBand {
  if (usage_minutes < 120) return 'under_2_h';
  return usage_minutes < 240 ? '2_to_4_h' : '4_h_and_more';
}

/** Recordings by the use of the night before them, and who said what of their rhythm. */
export interface ArrhythmiaByUsage {
  source: ValueSource;
  bands: BandOfUse[];
  /** Recordings that count, by whose word of their rhythm counts. */
  judged_by: Record<FibrillationFinding['source'], number>;
}

/**
 * Recordings with atrial fibrillation per monitored hour by the use of the night they link to (COR-6). A recording of
 * whose rhythm nobody says anything is not counted, with or without; what was computed speaks for the part that was
 * judged. How long fibrillation lasted is known of long recordings alone, and only as we suspect it.
 */
export function arrhythmiaByUsage(ecgs: readonly TimelineEcg[], nights: readonly TimelineNight[]): ArrhythmiaByUsage {
  const source = chooseSource(nights, 'usage_minutes');
  const bandOn = new Map<string, UsageBand>();
  for (const night of nights) {
    const minutes = night.excluded ? null : valueIn(night, 'usage_minutes', source);
    if (minutes !== null) bandOn.set(night.id, bandOf(minutes));
  }
  const counted = ecgs.flatMap((ecg) => {
    const finding = fibrillationOf(ecg);
    const night_id = ecg.link?.night_id ?? '';
    const band = bandOn.get(night_id);
    if (!isPaired(ecg) || !band || !finding) return [];
    const followed = ecg.computed?.fibrillation ?? { suspected_ms: 0, judged_ms: 0 };
    const hours = finding.judged_ms / HOUR_MS;
    return [{ band, night_id, flagged: finding.fibrillation, by: finding.source, hours, followed }];
  });
  const bands = USAGE_BANDS.map((band): BandOfUse => {
    const of = counted.filter((one) => one.band === band);
    const monitored_h = of.reduce((sum, { hours }) => sum + hours, 0);
    const flagged = of.filter((one) => one.flagged).length;
    const followed_h = of.reduce((sum, { followed }) => sum + followed.judged_ms / HOUR_MS, 0);
    const suspected_min = of.reduce((sum, { followed }) => sum + followed.suspected_ms / MINUTE_MS, 0);
    return {
      band,
      nights: new Set(of.map(({ night_id }) => night_id)).size,
      recordings: of.length,
      flagged,
      monitored_h,
      flagged_per_h: monitored_h < LEAST_MONITORED_H ? null : flagged / monitored_h,
      followed_h,
      suspected_min_per_h: followed_h < LEAST_MONITORED_H ? null : suspected_min / followed_h,
    };
  });
  const judged = (by: FibrillationFinding['source']) => counted.filter((one) => one.by === by).length;
  return {
    source,
    bands,
    judged_by: { reader: judged('reader'), device: judged('device'), computed: judged('computed') },
  };
}
