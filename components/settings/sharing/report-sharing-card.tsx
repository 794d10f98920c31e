'use client';

import { Button } from '@mantine/core';
import { DecisionDialog, DecisionForm } from '@/components/recordings/decision-form';
import card from '@/components/ui/card.module.css';
import { StatusChip } from '@/components/ui/status-chip';
import { useHydrated } from '@/components/ui/use-hydrated';
import { formatDateTime } from '@/lib/client/format-time';
import type { ReportSharing } from '@/lib/reports/contracts';
import settings from '../settings.module.css';
import { useDecidedSetting } from '../use-decided-setting';

const PATH = '/api/organization/report-sharing';

function decidedText({ decided_at, decided_by_name }: ReportSharing, timeZone: string): string {
  if (decided_at === null) return 'Nobody has decided yet';
  return `${decided_by_name ?? 'A name was not kept'}, ${formatDateTime(decided_at, timeZone)}`;
}

function Meaning() {
  return (
    <div className={settings.section}>
      <h3>What it means</h3>
      <ul>
        <li>
          Allowed: whoever may share reports can make a link to one joint report of one patient for a named recipient
          and purpose. It opens with a code that is sent apart, for at most seven days and ten times, and can be
          withdrawn. Every link and every opening stands in the audit trail.
        </li>
        <li>Whoever has link and code sees the report without an account. What was opened cannot be taken back.</li>
        <li>Not allowed: no link is made, and none that was made opens. Reports inside the portal stay as they are.</li>
      </ul>
    </div>
  );
}

/** Whether reports may be shared by link, who decided so, and the decision itself. */
export function ReportSharingCard({ initial, timeZone }: { initial: ReportSharing; timeZone: string }) {
  const { change, setting, decision, open, send, reload } = useDecidedSetting<ReportSharing, 'change'>(PATH, initial);
  const hydrated = useHydrated();
  const { allowed, revision } = setting;
  const action = allowed ? 'End sharing' : 'Allow sharing';
  return (
    <section className={`${card.card} ${settings.card}`} aria-label="Sharing of reports">
      <header className={card.header}>
        <h2 className={card.title}>Sharing of reports by link</h2>
        <StatusChip state={allowed ? 'fine' : 'absent'} word={allowed ? 'Allowed' : 'Off'} />
        <Button variant={allowed ? 'default' : 'filled'} disabled={!hydrated} onClick={() => open('change')}>
          {action}…
        </Button>
      </header>
      <div className={settings.body}>
        <dl className={settings.facts}>
          <dt>{allowed ? 'Allowed by' : 'Decided by'}</dt>
          <dd>{decidedText(setting, timeZone)}</dd>
        </dl>
        <Meaning />
      </div>
      <DecisionDialog opened={decision !== null} title={`${action} of reports by link`} onClose={() => open(null)}>
        <DecisionForm
          what="setting"
          action={action}
          danger={allowed}
          change={change}
          onSubmit={() => void send({ allowed: !allowed, revision })}
          onReload={reload}
          onClose={() => open(null)}
        >
          <div>
            {allowed
              ? 'From then on no link opens, whoever has it, and none can be made. Allowing it again opens those that have not run out.'
              : 'From then on patients’ reports can leave this organisation by link, each for a recipient and a purpose that are recorded.'}
          </div>
        </DecisionForm>
      </DecisionDialog>
    </section>
  );
}
