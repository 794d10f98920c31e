import card from '@/components/ui/card.module.css';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import type { ToCheck } from '@/lib/ecg/domain/comparison/what-to-check';
import classes from './compare.module.css';

/** What makes a trace something else than it is labelled stands out. */
const GRAVE = new Set<ToCheck['code']>(['limb_leads', 'precordial_amplitudes', 'lead_set']);

/** What to check before a difference is taken for the heart's. */
export function CheckCard({ checks }: { checks: readonly ToCheck[] }) {
  return (
    <section className={card.card} aria-label="What to check">
      <header className={card.header}>
        <h2 className={card.title}>What to check</h2>
      </header>
      <ul className={classes.checks}>
        {checks.map(({ code, text }) => {
          const state = GRAVE.has(code) ? 'high' : 'caution';
          return (
            <li key={code}>
              <Note tone={state} icon={<StateIcon state={state} />}>
                {text}
              </Note>
            </li>
          );
        })}
        {checks.length === 0 && (
          <li>
            <Note icon={<StateIcon state="info" />}>
              Same cart model, software, bandwidth, sampling rate and leads; no suspected reversal or disturbed lead.
            </Note>
          </li>
        )}
      </ul>
    </section>
  );
}
