import { momentOnPaper } from '@/lib/correlation/domain/ecg-lane/moments';
import type { EcgBench } from '../use-ecg-bench';

/** The moments of an ECG that matter to whoever looks at therapy too, in ms from its start. */
export interface EcgMoment {
  /** Where it was opened; null where nobody asked for a moment. */
  openedAtMs: number | null;
  /** Where the paper is now; null while it shows median beats, which are of no moment. */
  onPaperMs: number | null;
}

/** Where an ECG was opened, and where its paper is. */
export function momentOf({ view, calipers }: EcgBench, openedAtMs: number | null): EcgMoment {
  const { active } = calipers;
  const caliperMs = active && (active.kind === 'voltage' ? active.atMs : active.at[active.handle]);
  return { openedAtMs, onPaperMs: view.block === 'median' ? null : momentOnPaper(view.time, caliperMs, openedAtMs) };
}
