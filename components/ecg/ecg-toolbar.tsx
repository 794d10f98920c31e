'use client';

import { Button, SegmentedControl } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconFileText } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { GAINS_MM_PER_MV, SPEEDS_MM_PER_S } from '@/components/charts/paper-scale';
import classes from './ecg-toolbar.module.css';
import type { EcgView } from './use-ecg-view';

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
  view: EcgView;
  /** Null when the whole recording is on the paper. */
  paging: StripPaging | null;
  /** Null when there is no report to show. */
  pdf: { open: boolean; onToggle: () => void } | null;
  /** What else can be done with the record. */
  actions?: ReactNode;
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

function PdfButton({ pdf }: { pdf: NonNullable<EcgToolbarProps['pdf']> }) {
  return (
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
  );
}

function SpeedAndGain({ view }: { view: EcgView }) {
  const { speed, gain } = view;
  return (
    <>
      <span className={classes.label} aria-hidden="true">
        Speed
      </span>
      <Choice
        name="Speed, mm/s"
        values={SPEEDS_MM_PER_S.map(String)}
        value={String(speed)}
        onChange={(value) => view.setSpeed(SPEEDS_MM_PER_S.find((one) => String(one) === value) ?? speed)}
      />
      <span className={classes.unit}>mm/s</span>
      <span className={classes.label} aria-hidden="true">
        Gain
      </span>
      <Choice
        name="Gain, mm/mV"
        values={GAINS_MM_PER_MV.map(String)}
        value={String(gain)}
        onChange={(value) => view.setGain(GAINS_MM_PER_MV.find((one) => String(one) === value) ?? gain)}
      />
      <span className={classes.unit}>mm/mV</span>
    </>
  );
}

/** Speed, gain, layout, PDF, actions; and whether the screen shows true millimetres. */
export function EcgToolbar({ view, paging, pdf, actions }: EcgToolbarProps) {
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="ECG tools">
      <SpeedAndGain view={view} />
      {view.layouts.length > 1 && (
        <Choice
          name="Layout"
          values={view.layouts.map((one) => one.id)}
          labels={view.layouts.map((one) => one.label)}
          value={view.layout.id}
          onChange={view.setLayoutId}
        />
      )}
      {paging && <Paging paging={paging} />}
      {pdf && <PdfButton pdf={pdf} />}
      <span className={classes.scaleState}>
        <span className={classes.calibration}>Screen not calibrated: </span>
        <strong>not to scale</strong>
      </span>
      {actions}
    </div>
  );
}
