'use client';

import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconStack2, IconTable } from '@tabler/icons-react';
import Link from 'next/link';
import { spanOf, type TimeView } from '@/components/charts/lanes/time-view';
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
import type { NightView } from './use-night-view';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const MINUTE_MS = 60_000;

/** Spans the toolbar offers; null is the whole night. */
const PRESETS = [
  { value: 'night', label: 'Night', spanMs: null },
  { value: '3h', label: '3 h', spanMs: 180 * MINUTE_MS },
  { value: '30min', label: '30 min', spanMs: 30 * MINUTE_MS },
  { value: '5min', label: '5 min', spanMs: 5 * MINUTE_MS },
] as const;

/** The preset a view is, or none of them. */
function presetOf(view: TimeView, whole: TimeView): string {
  const span = Math.round(spanOf(view));
  if (span >= Math.round(spanOf(whole))) return 'night';
  return PRESETS.find(({ spanMs }) => spanMs === span)?.value ?? '';
}

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
export function NightHeader({ night, records, previousId, nextId }: NightHeaderProps) {
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
    </header>
  );
}

interface NightToolsProps {
  nightView: NightView;
  lanes: readonly { id: string; label: string }[];
  hidden: ReadonlySet<string>;
  onToggleLane: (id: string) => void;
  table: boolean;
  onTable: () => void;
}

/** Zoom presets, which lanes are shown, and the lanes as a table. */
export function NightTools(props: NightToolsProps) {
  const { nightView, lanes, hidden, onToggleLane, table, onTable } = props;
  return (
    <div className={classes.tools} role="toolbar" aria-label="Night tools">
      <SegmentedControl
        aria-label="Time on screen"
        size="xs"
        transitionDuration={0}
        classNames={{ root: classes.choice, indicator: classes.indicator }}
        data={PRESETS.map(({ value, label }) => ({ value, label }))}
        value={presetOf(nightView.view, nightView.whole)}
        onChange={(value) => nightView.showSpan(PRESETS.find((preset) => preset.value === value)?.spanMs ?? null)}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button leftSection={<IconStack2 {...ICON} />}>Lanes</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {lanes.map(({ id, label }) => (
            <Menu.CheckboxItem key={id} checked={!hidden.has(id)} onChange={() => onToggleLane(id)}>
              {label}
            </Menu.CheckboxItem>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        leftSection={<IconTable {...ICON} />}
        aria-pressed={table}
        variant={table ? 'light' : 'default'}
        onClick={onTable}
      >
        Table
      </Button>
    </div>
  );
}
