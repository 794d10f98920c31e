import panel from '@/components/ecg/read-panel.module.css';
import { unmeasuredText } from '@/lib/client/measured-text';
import type { DerivedEcg } from '@/lib/ecg/domain/derived-ecg';
import classes from './measurements.module.css';

const REGULARITY = {
  regular: 'regular',
  premature_beats: 'regular but for early beats',
  irregular: 'irregular',
} as const;

function rhythmText({ regularity, af_suspected, paced, reason }: DerivedEcg['rhythm']): string {
  if (regularity === null) return `not judged: ${reason === null ? 'no beats' : unmeasuredText(reason)}`;
  const parts: string[] = [REGULARITY[regularity]];
  if (paced) parts.push('paced');
  else if (af_suspected === null) parts.push('AF not judged');
  else parts.push(af_suspected ? 'AF suspected' : 'AF not suspected');
  return parts.join(', ');
}

/** What the samples say of rhythm and beats, and by which algorithm all computed numbers are. */
export function RhythmLine({ derived }: { derived: DerivedEcg }) {
  const { found, premature, other_shape } = derived.beats;
  const early = premature + other_shape;
  return (
    <p className={classes.line}>
      Rhythm, computed: {rhythmText(derived.rhythm)}
      {early > 0 && ` · of ${found} beats ${premature} early, ${other_shape} of another shape`}{' '}
      <span className={panel.waiting}>
        {derived.algorithm} {derived.version}, not a diagnosis
      </span>
    </p>
  );
}
