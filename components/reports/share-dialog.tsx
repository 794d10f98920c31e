import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '@/components/devices/use-change';
import { DecisionDialog, DecisionForm } from '@/components/recordings/decision-form';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { postJson } from '@/lib/client/api';
import type { JointReport } from '@/lib/reports/contracts';
import { MOST_LINK_DAYS, MOST_OPENS } from '@/lib/reports/domain/link-state';
import type { IssuedLink, NewLink } from '@/lib/reports/link-contracts';
import { rangeText } from './report-text';

interface ShareProps {
  allowed: boolean;
  onIssued: (link: IssuedLink) => void;
  onClose: () => void;
}

const FIRST: NewLink = { recipient: '', purpose: '', days: MOST_LINK_DAYS, max_opens: MOST_OPENS };

/** Said in place of the form where nothing may be shared. */
function SharingOff() {
  return (
    <Note tone="caution" icon={<StateIcon state="caution" />}>
      Sharing by link is off in this organisation. An administrator can allow it over the API (PUT
      /api/organization/report-sharing).
    </Note>
  );
}

function ShareForm({ report, onIssued, onClose }: Omit<ShareProps, 'allowed'> & { report: JointReport }) {
  const [link, setLink] = useState(FIRST);
  const change = useChange();
  const submit = async () => {
    const issued = await change.run(() => postJson<IssuedLink>(`/api/reports/${report.id}/links`, link));
    if (issued) onIssued(issued);
  };
  const count = (name: 'days' | 'max_opens', label: string, max: number) => (
    <NumberInput
      label={label}
      required
      min={1}
      max={max}
      allowDecimal={false}
      clampBehavior="strict"
      value={link[name]}
      onChange={(value) => setLink({ ...link, [name]: Number(value) })}
    />
  );
  return (
    <DecisionForm
      action="Make link"
      disabled={link.recipient.trim() === '' || link.purpose.trim() === '' || link.days < 1 || link.max_opens < 1}
      change={change}
      onSubmit={() => void submit()}
      onReload={async () => undefined}
      onClose={onClose}
    >
      <div>The report of {rangeText(report)}, with the patient’s name and findings, goes to somebody outside.</div>
      <TextInput
        label="Recipient"
        description="Person or practice."
        required
        maxLength={200}
        value={link.recipient}
        onChange={(event) => setLink({ ...link, recipient: event.currentTarget.value })}
      />
      <TextInput
        label="Purpose"
        description="For the account of disclosures; no names and no patient ids."
        required
        maxLength={300}
        value={link.purpose}
        onChange={(event) => setLink({ ...link, purpose: event.currentTarget.value })}
      />
      {count('days', `Days it works, at most ${MOST_LINK_DAYS}`, MOST_LINK_DAYS)}
      {count('max_opens', `Opens, at most ${MOST_OPENS}`, MOST_OPENS)}
    </DecisionForm>
  );
}

/** The dialog in which a link to a report is made. */
export function ShareDialog({ report, allowed, ...rest }: ShareProps & { report: JointReport | null }) {
  return (
    <DecisionDialog opened={report !== null} title="Share by link" onClose={rest.onClose}>
      {report && (allowed ? <ShareForm report={report} {...rest} /> : <SharingOff />)}
    </DecisionDialog>
  );
}
