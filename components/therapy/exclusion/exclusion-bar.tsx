import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import type { Night } from '@/lib/therapy/contracts';
import { ExcludeButton, type PlannedExclusion } from './exclude-button';

interface ExclusionBarProps {
  night: Night;
  /** Null for those who may not exclude. */
  onPlan: ((planned: PlannedExclusion) => void) | null;
}

function stateText({ excluded, exclusion, sessions }: Night): string | null {
  if (excluded) {
    const by = exclusion?.author ? `, ${exclusion.author}` : '';
    return `This night is excluded from every figure: ${exclusion?.reason ?? ''}${by}.`;
  }
  const out = sessions.filter((session) => session.excluded).length;
  return out > 0 ? `${out} of ${sessions.length} sessions excluded from every figure.` : null;
}

/** Begins to exclude a night, or to take it back; nothing where this person may not, or there is no therapy. */
export function ExcludeNight({ night, onPlan }: ExclusionBarProps) {
  const therapy = night.sessions.filter(({ kind }) => kind !== 'mask_fit');
  if (onPlan === null || (therapy.length === 0 && night.sessions.length > 0)) return null;
  return (
    <ExcludeButton
      excluded={night.excluded}
      name="night"
      onClick={() => onPlan({ excluded: !night.excluded, session: null })}
    />
  );
}

/** What of a night is excluded, and why. */
export function ExclusionBar({ night }: Pick<ExclusionBarProps, 'night'>) {
  const text = stateText(night);
  return (
    text && (
      <Note tone="caution" icon={<StateIcon state="caution" />}>
        {text}
      </Note>
    )
  );
}
