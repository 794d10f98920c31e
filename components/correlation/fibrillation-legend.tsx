import classes from './correlation.module.css';
import { FIBRILLATION } from './draw-ecg-rate';
import { fibrillationOnNight } from './ecg-window';
import type { EcgOnAxis } from './use-ecg-lane';

/** What the shading of an ECG's lane means, and who says so; nothing where none is shaded. */
export function FibrillationLegend({ ecg, traces }: Pick<EcgOnAxis, 'ecg' | 'traces'>) {
  const kinds = new Set(fibrillationOnNight(ecg, traces).map(({ by }) => by));
  if (kinds.size === 0) return null;
  return (
    <ul className={classes.legend} aria-label="Shaded in the ECG’s lane">
      {[...kinds].map((by) => (
        <li key={by}>
          <i style={{ background: `var(--nb-${FIBRILLATION[by].color})` }} aria-hidden="true" />
          {FIBRILLATION[by].text}
        </li>
      ))}
      {kinds.has('computed') && <li>judged in the measured part alone, at most the first two minutes</li>}
    </ul>
  );
}
