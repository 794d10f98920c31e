'use client';

import { Button, SegmentedControl } from '@mantine/core';
import {
  IconArrowsHorizontal,
  IconArrowsVertical,
  IconChevronLeft,
  IconChevronRight,
  IconColumns2,
  IconFileText,
  IconTallymarks,
} from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { memo, type ReactNode } from 'react';
import { GAINS_MM_PER_MV, SPEEDS_MM_PER_S } from '@/lib/ecg/domain/paper/paper-scale';
import type { Calipers } from '../calipers/use-calipers';
import type { StillView } from '../paper/use-ecg-view';
import type { EcgBench, StripPaging } from '../use-ecg-bench';
import classes from './ecg-toolbar.module.css';
import { FilterMenu, LayoutMenu } from './menus';
import { ZoomTools } from './zoom-tools';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

// Asked for once a screen, if at all.
const CalibrateDialog = dynamic(
  () => import('../calibration/calibrate-dialog').then((module) => module.CalibrateDialog),
  { ssr: false },
);

const CALIPER_TOOLS = [
  { kind: 'time', word: 'Time', key: 't', Icon: IconArrowsHorizontal },
  { kind: 'voltage', word: 'Voltage', key: 'v', Icon: IconArrowsVertical },
  { kind: 'march', word: 'March', key: 'm', Icon: IconTallymarks },
] as const;

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

interface EcgToolbarProps {
  bench: EcgBench;
  /** Null when there is no report to show. */
  pdf: { open: boolean; onToggle: () => void } | null;
  /** Where it is compared with the ECG before it; null where it is compared with none. */
  compareAt: string | null;
  /** How it leaves the portal; null while it is nobody's. */
  report?: ReactNode;
  /** What else can be done with the record. */
  actions?: ReactNode;
}

/** Earlier and later parts of what does not fit the strip. */
export function Paging({ paging }: { paging: StripPaging }) {
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

/** Speed and gain as one choice each. */
export function SpeedAndGain({ view }: { view: StillView }) {
  const { speed, gains } = view;
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
        value={String(gains.limb)}
        onChange={(value) => view.setGain(GAINS_MM_PER_MV.find((one) => String(one) === value) ?? gains.limb)}
      />
      <span className={classes.unit}>mm/mV</span>
    </>
  );
}

function CaliperTools({ calipers }: { calipers: Calipers }) {
  return (
    <>
      <i className={classes.rule} />
      <Button.Group>
        {CALIPER_TOOLS.map(({ kind, word, key, Icon }) => (
          <Button
            key={kind}
            aria-keyshortcuts={key}
            aria-pressed={calipers.tool === kind}
            variant={calipers.tool === kind ? 'light' : 'default'}
            leftSection={<Icon {...ICON} />}
            onClick={() => calipers.add(kind)}
          >
            {word}
          </Button>
        ))}
      </Button.Group>
    </>
  );
}

function Scale({ scale }: { scale: EcgBench['scale'] }) {
  return (
    <span className={classes.scaleState}>
      {!scale.calibrated && <span className={classes.calibration}>Screen not calibrated: </span>}
      <strong data-true={scale.isTrue}>{scale.text}</strong>
      {' · '}
      <button type="button" className={classes.link} onClick={() => scale.setCalibrating(true)}>
        Calibrate
      </button>
      {scale.display && scale.calibrating && (
        <CalibrateDialog
          display={scale.display}
          calibrated={scale.calibrated}
          onKeep={scale.keep}
          onClose={() => scale.setCalibrating(false)}
        />
      )}
    </span>
  );
}

/** What a step along the recording leaves as it is; drawn again only when it changes. */
const Standing = memo(function Standing({ view, display }: { view: StillView; display: EcgBench['display'] }) {
  return (
    <>
      <SpeedAndGain view={view} />
      <LayoutMenu view={view} display={display} />
      <FilterMenu display={display} />
    </>
  );
});

const Zooming = memo(ZoomTools);
const ScaleState = memo(Scale);

/** Speed, gain, layout, filter, calipers, zoom, PDF, actions; and whether the screen shows true millimetres. */
export function EcgToolbar({ bench, pdf, compareAt, report, actions }: EcgToolbarProps) {
  const { view, display, calipers, scale, paging } = bench;
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="ECG tools">
      <Standing view={view.still} display={display} />
      <CaliperTools calipers={calipers} />
      <Zooming view={view.still} calibrated={scale.calibrated} />
      {paging && <Paging paging={paging} />}
      {compareAt && (
        <Button
          component={Link}
          href={compareAt}
          prefetch={false}
          aria-keyshortcuts="c"
          leftSection={<IconColumns2 {...ICON} />}
        >
          Compare
        </Button>
      )}
      {pdf && <PdfButton pdf={pdf} />}
      {report}
      <ScaleState scale={scale} />
      {actions}
    </div>
  );
}
