import type { FlagName } from '@/lib/patients/contracts';

/** How a patient's flags are named. */
export const FLAG_WORDS: Record<FlagName, string> = {
  pacemaker: 'Pacemaker',
  atrial_fibrillation: 'Known AF',
  heart_failure: 'Heart failure, LVEF ≤ 45 %',
  pregnancy: 'Pregnancy',
};
