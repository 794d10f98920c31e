'use client';

import { Button, SegmentedControl } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconFileText } from '@tabler/icons-react';
import { GAINS_MM_PER_MV, type GainMmPerMv, SPEEDS_MM_PER_S, type SpeedMmPerS } from '@/components/charts/paper-scale';
import type { EcgLayout } from './ecg-layout';
import classes from './ecg-toolbar.module.css';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

function Choice({
  name,
  values,
  labels,
  value,
  onChange,
}: {
  name: string;
  values: readonly string[];
  labels?: readonly string[];
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <SegmentedControl
      aria-label={name}
      size="xs"
      transitionDuration={0}
      classNames={{ root: classes.choice, indicator: classes.indicator }}
      data={values.map((one, index) => ({ value: one, label: labels?.[index] ?? one }))}
      value={value}
      onChange={onChange}
    />
  );
}

/** The part of a longer recording on the paper, and ways to its other parts. */
export interface StripPaging {
  label: string;
  onEarlier: (() => void) | null;
  onLater: (() => void) | null;
}

interface EcgToolbarProps {
  speed: SpeedMmPerS;
  onSpeed: (speed: SpeedMmPerS) => void;
  gain: GainMmPerMv;
  onGain: (gain: GainMmPerMv) => void;
  layouts: readonly EcgLayout[];
  layoutId: string;
  onLayout: (id: string) => void;
  /** Null when the whole recording is on the paper. */
  paging: StripPaging | null;
  /** Null when there is no report to show. */
  pdf: { open: boolean; onToggle: () => void } | null;
}

function Paging({ paging }: { paging: StripPaging }) {
  return (
    <>
      <i className={classes.rule} />
      <Button.Group>
        <Button aria-label="Earlier part" disabled={!paging.onEarlier} onClick={() => paging.onEarlier?.()}>
          <IconChevronLeft {...ICON} />
        </Button>
        <Button.GroupSection size="xs" variant="default">
          {paging.label}
        </Button.GroupSection>
        <Button aria-label="Later part" disabled={!paging.onLater} onClick={() => paging.onLater?.()}>
          <IconChevronRight {...ICON} />
        </Button>
      </Button.Group>
    </>
  );
}

/** Speed, gain, layout, PDF; and whether the screen shows true millimetres. */
export function EcgToolbar({
  speed,
  onSpeed,
  gain,
  onGain,
  layouts,
  layoutId,
  onLayout,
  paging,
  pdf,
}: EcgToolbarProps) {
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="ECG tools">
      <span className={classes.label} aria-hidden="true">
        Speed
      </span>
      <Choice
        name="Speed, mm/s"
        values={SPEEDS_MM_PER_S.map(String)}
        value={String(speed)}
        onChange={(value) => onSpeed(SPEEDS_MM_PER_S.find((one) => String(one) === value) ?? speed)}
      />
      <span className={classes.unit}>mm/s</span>
      <span className={classes.label} aria-hidden="true">
        Gain
      </span>
      <Choice
        name="Gain, mm/mV"
        values={GAINS_MM_PER_MV.map(String)}
        value={String(gain)}
        onChange={(value) => onGain(GAINS_MM_PER_MV.find((one) => String(one) === value) ?? gain)}
      />
      <span className={classes.unit}>mm/mV</span>
      {layouts.length > 1 && (
        <Choice
          name="Layout"
          values={layouts.map((one) => one.id)}
          labels={layouts.map((one) => one.label)}
          value={layoutId}
          onChange={onLayout}
        />
      )}
      {paging && <Paging paging={paging} />}
      {pdf && (
        <>
          <i className={classes.rule} />
          <Button
            aria-pressed={pdf.open}
            aria-keyshortcuts="o"
            variant={pdf.open ? 'light' : 'default'}
            leftSection={<IconFileText {...ICON} />}
            onClick={pdf.onToggle}
          >
            PDF
          </Button>
        </>
      )}
      <span className={classes.scaleState}>
        <span className={classes.calibration}>Screen not calibrated: </span>
        <strong>not to scale</strong>
      </span>
    </div>
  );
}
