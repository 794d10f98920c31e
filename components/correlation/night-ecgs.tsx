import { Button } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { clockText as timeText } from '@/components/charts/lanes/device-clock';
import { ecgSummary, ecgTitle } from '@/components/ecg/recording-text';
import card from '@/components/ui/card.module.css';
import { clockText, levelText } from '@/lib/correlation/domain/clock/clock-rule';
import { linkText } from '@/lib/correlation/domain/links/link-text';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import type { Night } from '@/lib/therapy/contracts';
import { AlignDialog } from './align-dialog';
import classes from './correlation.module.css';

interface NightEcgsProps {
  night: Night;
  /** The night's own. */
  records: readonly Recording[];
  ecgs: readonly NightEcg[];
  mayAlign: boolean;
}

/** When an ECG began, on its own device's clock: as sent, whatever the alignment. */
function startText({ recording_date, utc_offset_minutes }: NightEcg['recording']): string {
  return timeText([{ atMs: 0, utcOffsetMinutes: utc_offset_minutes }], Date.parse(recording_date), true);
}

function EcgItem({ ecg, onAlign }: { ecg: NightEcg; onAlign: (() => void) | null }) {
  const { recording, clock } = ecg;
  return (
    <li className={classes.item}>
      <span className={classes.first}>
        <Link href={`/ecg/${recording.id}`} prefetch={false}>
          {ecgTitle(recording)}, {startText(recording)}
        </Link>
        {recording.link && <span className={classes.dim}>{linkText(recording.link.kind)}</span>}
      </span>
      <span className={classes.dim}>{ecgSummary(recording)}</span>
      <span className={classes.dim}>{clockText(clock)}</span>
      {recording.link?.kind === 'during' && <span className={classes.dim}>{levelText(clock.level)}</span>}
      {onAlign && clock.method !== 'same_device' && (
        <span>
          <Button
            size="compact-sm"
            aria-label={`Align the clock of ${ecgTitle(recording)}, ${startText(recording)}`}
            onClick={onAlign}
          >
            Align clock
          </Button>
        </span>
      )}
    </li>
  );
}

/** The ECGs that link to a night, with how their clocks stand to the night's. */
export function NightEcgs({ night, records, ecgs, mayAlign }: NightEcgsProps) {
  const [aligned, setAligned] = useState<NightEcg | null>(null);
  return (
    <section className={card.card} aria-label="ECGs of this night">
      <header className={card.header}>
        <h2 className={card.title}>ECGs of this night</h2>
        <span className={classes.dim}>times on the ECG’s own clock</span>
      </header>
      {ecgs.length === 0 ? (
        <p className={classes.note}>No ECG was recorded in this night or up to 12 h after its therapy.</p>
      ) : (
        <ul className={classes.list}>
          {ecgs.map((ecg) => (
            <EcgItem
              key={ecg.recording.id}
              ecg={ecg}
              onAlign={mayAlign && ecg.therapy_device_id !== null ? () => setAligned(ecg) : null}
            />
          ))}
        </ul>
      )}
      <AlignDialog night={night} records={records} ecg={aligned} onClose={() => setAligned(null)} />
    </section>
  );
}
