'use client';

import { Button } from '@mantine/core';
import card from '@/components/ui/card.module.css';
import { Note } from '@/components/ui/state-panel';
import { StateIcon, StatusChip } from '@/components/ui/status-chip';
import { useHydrated } from '@/components/ui/use-hydrated';
import { formatDateTime } from '@/lib/client/format-time';
import type { ComputedValues } from '@/lib/computed-values/contracts';
import settings from '../settings.module.css';
import { useDecidedSetting } from '../use-decided-setting';
import { type SignOffDecision, SignOffDialogs } from './sign-off-dialogs';

const PATH = '/api/organization/computed-values';

interface Algorithm {
  name: string;
  version: string;
}

/** Off; on; or signed off for a version that runs no more, so that nothing is shown. */
type Standing = 'off' | 'on' | 'outdated';

function standingOf({ shown, version }: ComputedValues, algorithm: Algorithm): Standing {
  if (!shown) return 'off';
  return version === algorithm.version ? 'on' : 'outdated';
}

const CHIPS = {
  off: { state: 'absent', word: 'Off' },
  on: { state: 'fine', word: 'On' },
  outdated: { state: 'caution', word: 'Off: new version' },
} as const;

function decidedText({ shown, decided_at, decided_by_name }: ComputedValues, timeZone: string): string {
  if (decided_at === null)
    return shown ? 'Nobody: on by itself in the demonstration, which holds no patients' : 'Nobody has decided yet';
  return `${decided_by_name ?? 'A name was not kept'}, ${formatDateTime(decided_at, timeZone)}`;
}

function Facts({ values, algorithm, timeZone }: { values: ComputedValues; algorithm: Algorithm; timeZone: string }) {
  const decided = values.decided_at !== null;
  return (
    <dl className={settings.facts}>
      <dt>{values.shown || !decided ? 'Signed off by' : 'Turned off by'}</dt>
      <dd>{decidedText(values, timeZone)}</dd>
      <dt>Algorithm</dt>
      <dd>{algorithm.name}</dd>
      <dt>Version that runs</dt>
      <dd>{algorithm.version}</dd>
      {decided && (
        <>
          <dt>Version decided on</dt>
          <dd>{values.version}</dd>
        </>
      )}
    </dl>
  );
}

function Meaning() {
  return (
    <div className={settings.section}>
      <h3>What it means</h3>
      <ul>
        <li>
          Every ECG is measured when it comes in: heart rate, PR, QRS, QT, four QTc, axes, regularity and suspected
          atrial fibrillation. What cannot be measured is left out, with its reason.
        </li>
        <li>
          On: these values stand beside those of the device on the ECG, in lists and in a comparison, always marked as
          computed. They never take the place of a value of the device or of a reader, and they are no diagnosis.
        </li>
        <li>Off: nobody sees them and no program gets them. ECGs are measured all the same.</li>
        <li>
          A sign-off holds for one version. A program that computes otherwise shows nothing until that version is signed
          off.
        </li>
        <li>
          Compare them with your own ECGs before you sign off: how well they agree depends on whom you record and how.
        </li>
      </ul>
    </div>
  );
}

function OutdatedNote({ values, algorithm }: { values: ComputedValues; algorithm: Algorithm }) {
  return (
    <Note tone="caution" icon={<StateIcon state="caution" />}>
      Version {values.version} was signed off; the program computes by version {algorithm.version}. Nothing is shown
      until that one is signed off.
    </Note>
  );
}

interface ComputedValuesCardProps {
  initial: ComputedValues;
  algorithm: Algorithm;
  userName: string;
  timeZone: string;
}

/** Whether computed values are shown in the organisation, who decided so, and the decision itself. */
export function ComputedValuesCard({ initial, algorithm, userName, timeZone }: ComputedValuesCardProps) {
  const decided = useDecidedSetting<ComputedValues, SignOffDecision>(PATH, initial);
  const { change, setting: values, decision, open, send, reload } = decided;
  const hydrated = useHydrated();
  const standing = standingOf(values, algorithm);
  const chip = CHIPS[standing];
  return (
    <section className={`${card.card} ${settings.card}`} aria-label="Computed values">
      <header className={card.header}>
        <h2 className={card.title}>Computed values</h2>
        <StatusChip state={chip.state} word={chip.word} />
        {standing !== 'on' && (
          <Button variant="filled" disabled={!hydrated} onClick={() => open('sign-off')}>
            Sign off version {algorithm.version}…
          </Button>
        )}
        {standing !== 'off' && (
          <Button disabled={!hydrated} onClick={() => open('turn-off')}>
            Turn off…
          </Button>
        )}
      </header>
      <div className={settings.body}>
        {standing === 'outdated' && <OutdatedNote values={values} algorithm={algorithm} />}
        <Facts values={values} algorithm={algorithm} timeZone={timeZone} />
        <Meaning />
      </div>
      <SignOffDialogs
        decision={decision}
        userName={userName}
        version={algorithm.version}
        change={change}
        onSubmit={() =>
          void send({ shown: decision === 'sign-off', version: algorithm.version, revision: values.revision })
        }
        onReload={reload}
        onClose={() => open(null)}
      />
    </section>
  );
}
