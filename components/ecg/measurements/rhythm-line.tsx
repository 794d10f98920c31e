import panel from '@/components/ecg/read-panel.module.css';
import { formatDuration } from '@/lib/client/format-value';
import { unmeasuredText } from '@/lib/client/measured-text';
import type { DerivedEcg } from '@/lib/ecg/domain/derived-ecg';
import classes from './measurements.module.css';

const REGULARITY = {
  regular: 'regular',
  premature_beats: 'regular but for early beats',
  irregular: 'irregular',
} as const;

/** Of a long recording how much of it, of a short one whether. */
function fibrillationText({ rhythm, fibrillation }: Pick<DerivedEcg, 'rhythm' | 'fibrillation'>): string {
  if (fibrillation) {
    const { suspected_ms, judged_ms } = fibrillation;
    const judged = `${formatDuration(judged_ms)} judged`;
    return suspected_ms === 0
      ? `AF suspected in none of ${judged}`
      : `AF suspected in ${formatDuration(suspected_ms)} of ${judged}`;
  }
  if (rhythm.af_suspected === null) return 'AF not judged';
  return rhythm.af_suspected ? 'AF suspected' : 'AF not suspected';
}

function rhythmText(derived: DerivedEcg): string {
  const { regularity, paced, reason } = derived.rhythm;
  if (regularity === null) return `not judged: ${reason === null ? 'no beats' : unmeasuredText(reason)}`;
  const parts: string[] = [REGULARITY[regularity]];
  parts.push(paced ? 'paced' : fibrillationText(derived));
  return parts.join(', ');
}

/** What the samples say of rhythm and beats, and by which algorithm all computed numbers are. */
export function RhythmLine({ derived }: { derived: DerivedEcg }) {
  const { found, premature, other_shape } = derived.beats;
  const early = premature + other_shape;
  return (
    <p className={classes.line}>
      Rhythm, computed: {rhythmText(derived)}
      {early > 0 && ` · of ${found} beats ${premature} early, ${other_shape} of another shape`}{' '}
      <span className={panel.waiting}>
        {derived.algorithm} {derived.version}, not a diagnosis
      </span>
    </p>
  );
}
