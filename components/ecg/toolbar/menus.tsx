'use client';

import { Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatDecimal } from '@/lib/client/format-value';
import { GAINS_MM_PER_MV } from '@/lib/ecg/domain/paper/paper-scale';
import {
  type DisplayFilter,
  HIGH_PASS_HZ,
  isFiltering,
  LOW_PASS_HZ,
  NO_FILTER,
  NOTCH_HZ,
} from '@/lib/signals/filter/display-filter';
import type { StillView } from '../paper/use-ecg-view';
import classes from './ecg-toolbar.module.css';
import type { PaperDisplay } from './use-paper-display';

const ICON = { size: 14, stroke: 1.5, 'aria-hidden': true } as const;

function Entry({
  on,
  hint,
  onClick,
  children,
}: {
  on: boolean;
  hint?: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <Menu.Item
      role="menuitemcheckbox"
      aria-checked={on}
      closeMenuOnClick={false}
      leftSection={on ? <IconCheck {...ICON} /> : <span style={{ width: ICON.size }} />}
      rightSection={hint && <kbd>{hint}</kbd>}
      onClick={onClick}
    >
      {children}
    </Menu.Item>
  );
}

function ToolMenu({ name, text, children }: { name: string; text: string; children: ReactNode }) {
  return (
    <Menu shadow="md" position="bottom-start" width={230}>
      <Menu.Target>
        <Button aria-label={`${name}: ${text}`} rightSection={<IconChevronDown {...ICON} />}>
          {text}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>{children}</Menu.Dropdown>
    </Menu>
  );
}

function LeadEntries({ view }: { view: StillView }) {
  if (view.leads.length < 2) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>One lead</Menu.Label>
      {view.leads.map((lead) => (
        <Entry key={lead} on={view.single === lead} onClick={() => view.showLead(lead)}>
          {lead}
        </Entry>
      ))}
    </>
  );
}

function ChestGainEntries({ view }: { view: StillView }) {
  if (!view.hasChestLeads) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>Gain of the chest leads</Menu.Label>
      {GAINS_MM_PER_MV.map((gain) => (
        <Entry key={gain} on={view.gains.chest === gain} onClick={() => view.setChestGain(gain)}>
          {gain} mm/mV
        </Entry>
      ))}
    </>
  );
}

/** Layout, order of the leads, gain of the chest leads, median beats and grid. */
export function LayoutMenu({ view, display }: { view: StillView; display: PaperDisplay }) {
  const shown = view.block === 'median' ? 'Median beats' : view.layout.label;
  return (
    <ToolMenu name="Layout" text={view.layout.id === 'single' ? `Lead ${view.single}` : shown}>
      {view.layouts
        .filter(({ id }) => id !== 'single')
        .map((layout) => (
          <Entry key={layout.id} on={view.layout.id === layout.id} onClick={() => view.setLayoutId(layout.id)}>
            {layout.label}
          </Entry>
        ))}
      <Menu.Divider />
      {view.cabrera && (
        <Entry on={view.cabrera.on} hint="Shift+c" onClick={view.cabrera.toggle}>
          Cabrera order
        </Entry>
      )}
      {view.toggleMedian && (
        <Entry on={view.block === 'median'} hint="b" onClick={view.toggleMedian}>
          Median beats by the device
        </Entry>
      )}
      <Entry on={display.dark} hint="Shift+d" onClick={display.toggleDark}>
        Dark grid
      </Entry>
      <ChestGainEntries view={view} />
      <LeadEntries view={view} />
    </ToolMenu>
  );
}

function FilterEntries<Key extends keyof DisplayFilter>({
  title,
  part,
  steps,
  display,
}: {
  title: string;
  part: Key;
  steps: readonly NonNullable<DisplayFilter[Key]>[];
  display: PaperDisplay;
}) {
  const { filter, setFilter } = display;
  return (
    <>
      <Menu.Label>{title}</Menu.Label>
      {steps.map((hz) => (
        <Entry
          key={hz}
          on={filter[part] === hz}
          onClick={() => setFilter({ ...filter, [part]: filter[part] === hz ? null : hz })}
        >
          {formatDecimal(hz, 2)} Hz{part === 'low_pass_hz' && hz === 40 && ', not diagnostic'}
        </Entry>
      ))}
    </>
  );
}

/** The display filter: as recorded unless somebody asks. */
export function FilterMenu({ display }: { display: PaperDisplay }) {
  const { filter } = display;
  // which parts are on stands in the line under the paper
  const text = isFiltering(filter) ? 'Filtered' : 'As recorded';
  return (
    <ToolMenu name="Display filter" text={text}>
      <Entry on={!isFiltering(filter)} hint="Shift+f" onClick={() => display.setFilter(NO_FILTER)}>
        As recorded
      </Entry>
      <FilterEntries title="High-pass, against wander" part="high_pass_hz" steps={HIGH_PASS_HZ} display={display} />
      <FilterEntries title="Low-pass, against muscle" part="low_pass_hz" steps={LOW_PASS_HZ} display={display} />
      <FilterEntries title="Notch, against mains" part="notch_hz" steps={NOTCH_HZ} display={display} />
    </ToolMenu>
  );
}
