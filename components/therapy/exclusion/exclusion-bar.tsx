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

/** What of a night is excluded, and the way to exclude all of it or take all of it back. */
export function ExclusionBar({ night, onPlan }: ExclusionBarProps) {
  const text = stateText(night);
  const therapy = night.sessions.filter(({ kind }) => kind !== 'mask_fit');
  const possible = onPlan !== null && (therapy.length > 0 || night.sessions.length === 0);
  if (!text && !possible) return null;
  const button = possible && (
    <ExcludeButton
      excluded={night.excluded}
      name="night"
      onClick={() => onPlan({ excluded: !night.excluded, session: null })}
    />
  );
  if (!text) return button;
  return (
    <Note tone="caution" icon={<StateIcon state="caution" />}>
      {text} {button}
    </Note>
  );
}
