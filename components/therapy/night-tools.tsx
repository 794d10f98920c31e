'use client';

import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconStack2, IconTable } from '@tabler/icons-react';
import { spanOf, type TimeView } from '@/components/charts/lanes/time-view';
import classes from './night-header.module.css';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const EVENTS = { id: 'events', label: 'Events' };
const MINUTE_MS = 60_000;

/** Spans the toolbar offers; null is the whole night. */
const PRESETS = [
  { value: 'night', label: 'Night', spanMs: null },
  { value: '3h', label: '3 h', spanMs: 180 * MINUTE_MS },
  { value: '30min', label: '30 min', spanMs: 30 * MINUTE_MS },
  { value: '5min', label: '5 min', spanMs: 5 * MINUTE_MS },
] as const;

/** The preset a view is, or none of them. */
export function presetOf(view: TimeView, whole: TimeView): string {
  const span = Math.round(spanOf(view));
  if (span >= Math.round(spanOf(whole))) return 'night';
  return PRESETS.find(({ spanMs }) => spanMs === span)?.value ?? '';
}

interface NightToolsProps {
  preset: string;
  onSpan: (spanMs: number | null) => void;
  lanes: readonly { id: string; label: string }[];
  hidden: ReadonlySet<string>;
  onToggleLane: (id: string) => void;
  table: boolean;
  onTable: () => void;
}

/** Zoom presets, which lanes are shown, and the lanes as a table. */
export function NightTools(props: NightToolsProps) {
  const { preset, onSpan, lanes, hidden, onToggleLane, table, onTable } = props;
  return (
    <div className={classes.tools} role="toolbar" aria-label="Night tools">
      <SegmentedControl
        aria-label="Time on screen"
        size="xs"
        transitionDuration={0}
        classNames={{ root: classes.choice, indicator: classes.indicator }}
        data={PRESETS.map(({ value, label }) => ({ value, label }))}
        value={preset}
        onChange={(value) => onSpan(PRESETS.find((one) => one.value === value)?.spanMs ?? null)}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button leftSection={<IconStack2 {...ICON} />}>Lanes</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {[EVENTS, ...lanes].map(({ id, label }) => (
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
