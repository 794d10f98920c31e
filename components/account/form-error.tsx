import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';

/** What went wrong with a form, above its button; announced when it appears. */
export function FormError({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <div role="alert">
      <Note tone="critical" icon={<StateIcon state="critical" />}>
        {text}
      </Note>
    </div>
  );
}
