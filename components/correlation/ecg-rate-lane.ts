import type { LaneDefinition } from '@/components/therapy/lanes/night-lanes';

/** Heart rate of an ECG recorded during the night, as the lanes' menu and their table know it. */
export const ECG_RATE_LANE: LaneDefinition = {
  id: 'ecg_rate',
  label: 'ECG heart rate',
  unit: 'bpm',
  lines: [{ signal: 'ecg_rate', color: 'c-heart' }],
  factor: 1,
  digits: 0,
  height: 46,
  least: { low: 50, high: 100 },
};
