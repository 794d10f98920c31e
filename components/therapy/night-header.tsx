'use client';

import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import Link from 'next/link';
import { FactTag, StatusChip } from '@/components/ui/status-chip';
import type { Recording } from '@/lib/recordings/contracts';
import type { Night } from '@/lib/therapy/contracts';
import classes from './night-header.module.css';
import {
  boundaryText,
  clockOffsetText,
  completeness,
  deviceName,
  lengthText,
  modeText,
  nightTitle,
} from './night-text';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
function Neighbour({ id, label, children }: { id: string | null; label: string; children: React.ReactNode }) {
  if (id === null) {
    return (
      <Button aria-label={label} disabled>
        {children}
      </Button>
    );
  }
  return (
    <Button component={Link} href={`/therapy/${id}`} prefetch={false} aria-label={label}>
      {children}
    </Button>
  );
}

interface NightHeaderProps {
  night: Night;
  records: readonly Recording[];
  previousId: string | null;
  nextId: string | null;
  /** What can be done with the whole night. */
  action: React.ReactNode;
}

function Chips({ night, records }: Pick<NightHeaderProps, 'night' | 'records'>) {
  const { state, word, lacks } = completeness(night);
  const length = lengthText(night);
  const warned = records.some(({ warnings }) => warnings.length > 0);
  return (
    <>
      <FactTag>
        {modeText(night.mode)}, {night.devices.map(deviceName).join(' and ')}
      </FactTag>
      <StatusChip state={state} word={word} />
      {length && <StatusChip state="info" word={length} />}
      {night.overlapping && <StatusChip state="caution" word="Sessions overlap: no index computed" />}
      {records.some(({ time_ambiguous }) => time_ambiguous) && <StatusChip state="caution" word="Time ambiguous" />}
      {warned && <StatusChip state="caution" word="Warnings, see below" />}
      <span className={classes.clock}>{[...lacks, clockOffsetText(records)].join(' · ')}</span>
    </>
  );
}

/** Which night this is, of which devices, how complete, and the nights beside it. */
export function NightHeader({ night, records, previousId, nextId, action }: NightHeaderProps) {
  return (
    <header className={classes.header}>
      <div className={classes.which}>
        <Neighbour id={previousId} label="Previous night">
          <IconChevronLeft {...ICON} />
        </Neighbour>
        <h1 className={classes.title}>
          {nightTitle(night.night)} <span>{boundaryText(night.boundary_hour)}</span>
        </h1>
        <Neighbour id={nextId} label="Next night">
          <IconChevronRight {...ICON} />
        </Neighbour>
      </div>
      <Chips night={night} records={records} />
      <span className={classes.action}>{action}</span>
    </header>
  );
}
