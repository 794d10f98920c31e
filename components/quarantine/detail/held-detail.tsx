'use client';

import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { QualityChips } from '@/components/ecg/quality-chips';
import card from '@/components/ui/card.module.css';
import { ApiErrorPanel } from '@/components/ui/state-panel';
import { StatusChip } from '@/components/ui/status-chip';
import { asApiError } from '@/lib/client/api';
import { formatName } from '@/lib/client/format-person';
import { formatDateTime } from '@/lib/client/format-time';
import type { HeldRecording, HeldTwin } from '@/lib/ingest/quarantine-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import { collisionSentence, heldTitle, reasonWords, urgencyChips } from '../held-text';
import { useHeld, useQueueChanged } from '../use-quarantine';
import { DecideDialogs, type Decision } from './decide';
import classes from './detail.module.css';
import { HeldFacts } from './held-facts';
import { HeldTrace } from './held-trace';
import { IdentityTable } from './identity-table';
import { DecidedAlready, Outcome } from './outcome';

function Head({ record, onDecide }: { record: Recording; onDecide: (decision: Decision) => void }) {
  return (
    <header className={classes.head}>
      <Link href="/quarantine" className={classes.back}>
        <IconArrowLeft size={16} stroke={1.5} aria-hidden="true" /> The queue
      </Link>
      <div className={classes.title}>
        <h2>{heldTitle(record)}</h2>
        <div>{reasonWords(record).join('; ')}</div>
      </div>
      <span className={classes.chips}>
        {urgencyChips(record).map((chip) => (
          <StatusChip key={chip.word} {...chip} />
        ))}
        {record.modality === 'ecg' && <QualityChips recording={record} />}
      </span>
      <span className={classes.buttons}>
        <Button variant="filled" onClick={() => onDecide('assign')}>
          Assign
        </Button>
        <Button onClick={() => onDecide('reject')}>Reject</Button>
      </span>
    </header>
  );
}

function TwinName({ twin }: { twin: HeldTwin }) {
  const name = twin.said_name ? formatName(twin.said_name) : 'No name sent';
  const href = twin.status === 'quarantined' ? `/quarantine/${twin.id}` : twin.modality === 'ecg' && `/ecg/${twin.id}`;
  if (!href) return <strong>{name}</strong>;
  return (
    <Link href={href} prefetch={false}>
      {name}
    </Link>
  );
}

function Twins({ held, timeZone }: { held: HeldRecording; timeZone: string }) {
  const { twins, more_twins } = held;
  if (twins.length === 0) return null;
  return (
    <section className={classes.section}>
      <h3>The same trace in other records</h3>
      <ul className={classes.twins}>
        {twins.map((twin) => (
          <li key={twin.id}>
            <TwinName twin={twin} />
            <span>
              {twin.said_patient_id === null ? 'no MRN sent' : `MRN ${twin.said_patient_id}`} ·{' '}
              {formatDateTime(twin.recording_date, timeZone)} · {twin.device_id}
            </span>
            <StatusChip
              state={twin.status === 'quarantined' ? 'held' : 'info'}
              word={twin.status === 'quarantined' ? 'Held too' : 'Filed'}
            />
          </li>
        ))}
      </ul>
      {more_twins && (
        <p className={classes.sentence}>
          More records than these {twins.length} have the same trace; they are not listed.
        </p>
      )}
    </section>
  );
}

function Body({ held, timeZone }: { held: HeldRecording; timeZone: string }) {
  const { record, collisions } = held;
  return (
    <>
      <section className={classes.section}>
        <h3>Whose it is said to be</h3>
        {collisions.map((one) => (
          <p key={one.why} className={classes.sentence}>
            {collisionSentence(one)}.
          </p>
        ))}
        {collisions.length === 0 && (
          <p className={classes.sentence}>No known patient has what was sent, and the device was assigned to nobody.</p>
        )}
        <IdentityTable record={record} collisions={collisions} />
      </section>
      <Twins held={held} timeZone={timeZone} />
      {/* under what is decided on: the paper gets its height late, and must not move a link from under the pointer */}
      {record.modality === 'ecg' && <HeldTrace recording={record} />}
      <section className={classes.section}>
        <h3>As sent</h3>
        <HeldFacts record={record} timeZone={timeZone} />
      </section>
    </>
  );
}

interface HeldDetailProps {
  initial: HeldRecording;
  now: string;
  timeZone: string;
  mayRestore: boolean;
}

/** One held recording: readable as sent, what its identity collides with, and the decision. */
export function HeldDetail({ initial, now, timeZone, mayRestore }: HeldDetailProps) {
  const [decision, setDecision] = useState<Decision | null>(null);
  const [decided, setDecided] = useState<Recording | null>(null);
  const query = useHeld(initial, decision === null && decided === null);
  const queueChanged = useQueueChanged();
  const held = query.data;
  const error = query.error ? asApiError(query.error) : null;
  const restored = () => {
    setDecided(null);
    queueChanged();
    void query.refetch();
  };
  const content = () => {
    if (decided) return <Outcome record={decided} mayRestore={mayRestore} onRestored={restored} />;
    if (error?.code === 'not_in_this_state') return <DecidedAlready />;
    if (error && error.code !== 'network')
      return <ApiErrorPanel title="The recording could not load" error={error} onRetry={() => void query.refetch()} />;
    return (
      <>
        <Head record={held.record} onDecide={setDecision} />
        <Body held={held} timeZone={timeZone} />
      </>
    );
  };
  return (
    <section className={`${card.card} ${classes.detail}`} aria-label="Held recording">
      {content()}
      <DecideDialogs
        decision={decision}
        record={held.record}
        now={now}
        timeZone={timeZone}
        onReload={async () => void (await query.refetch())}
        onClose={() => setDecision(null)}
        onDecided={(record) => {
          setDecision(null);
          setDecided(record);
          queueChanged();
        }}
      />
    </section>
  );
}
