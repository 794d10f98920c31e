import { aRecording } from '@/components/testing/factories';
import { type Alignment, clockState } from '@/lib/correlation/domain/clock/clock-rule';
import type { NightEcg } from '@/lib/correlation/night-contracts';

export const START = new Date('2026-10-27T21:00:00.000Z');
export const HOUR = 3_600_000;

export const therapy = aRecording({
  id: 'rec_1',
  modality: 'bipap',
  recording_date: START.toISOString(),
  channels: [],
});

/** A Holter over the first five hours of the night, whose clock is as aligned. */
export function holter(alignment: Partial<Alignment> | null): NightEcg {
  const recording = aRecording({
    ...{ id: 'rec_ecg', recording_date: START.toISOString(), duration_ms: 5 * HOUR, device_id: 'HOLTER-1' },
    link: { kind: 'during', night_id: 'ngt_1', night: '2026-10-27' },
  });
  const known = alignment && {
    ...{ offset_ms: 0, uncertainty_ms: 2000, method: 'manual' as const, night: '2026-10-27' },
    ...alignment,
  };
  const pair = { ecg_device_id: 'HOLTER-1', therapy_device_id: 'PAP-1', night: '2026-10-27' };
  return {
    ...{ recording, therapy_device_id: 'PAP-1', clock: clockState(pair, known) },
    alignment_revision: known ? 3 : 0,
  };
}
