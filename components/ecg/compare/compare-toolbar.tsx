'use client';

import { Button, SegmentedControl } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import Link from 'next/link';
import type { ComparedWith } from '@/lib/ecg/comparison-contracts';
import type { EcgView } from '../paper/use-ecg-view';
import { Paging, SpeedAndGain } from '../toolbar/ecg-toolbar';
import toolbar from '../toolbar/ecg-toolbar.module.css';
import { LayoutMenu } from '../toolbar/menus';
import type { PaperDisplay } from '../toolbar/use-paper-display';
import { ZoomTools } from '../toolbar/zoom-tools';
import type { StripPaging } from '../use-ecg-bench';
import { CompareReport } from './compare-report';

/** Both papers with the median beats under them, or the median beats alone. */
export type Shown = 'sides' | 'overlay';

const AGAINST = [
  { with: 'previous', word: 'Previous', key: 'c', query: '' },
  { with: 'baseline', word: 'Baseline', key: 'Shift+B', query: '?with=baseline' },
] as const;

interface AgainstProps {
  recordId: string;
  current: ComparedWith;
}

/** Leads back to the ECG, and to its comparison with the one before it and with the baseline. */
export function CompareLinks({ recordId, current }: AgainstProps) {
  return (
    <>
      <Button
        component={Link}
        href={`/ecg/${recordId}`}
        prefetch={false}
        leftSection={<IconChevronLeft size={16} stroke={1.5} aria-hidden />}
      >
        Back to ECG
      </Button>
      <Button.Group>
        {AGAINST.map(({ with: against, word, key, query }) => (
          <Button
            key={against}
            component={Link}
            href={`/ecg/${recordId}/compare${query}`}
            prefetch={false}
            aria-keyshortcuts={key}
            aria-current={current === against ? 'page' : undefined}
            variant={current === against ? 'light' : 'default'}
          >
            {word}
          </Button>
        ))}
      </Button.Group>
    </>
  );
}

interface CompareToolbarProps extends AgainstProps {
  /** The two that are compared. */
  pair: { earlier: string; later: string };
  view: EcgView;
  /** Null where both ECGs are whole on the paper. */
  paging: StripPaging | null;
  display: PaperDisplay;
  shown: Shown;
  /** Null where a comparison is side by side only. */
  onShown: ((shown: Shown) => void) | null;
}

/** What is compared with what, and how both stand on the paper. */
export function CompareToolbar({
  recordId,
  current,
  pair,
  view,
  paging,
  display,
  shown,
  onShown,
}: CompareToolbarProps) {
  return (
    <div className={toolbar.toolbar} role="toolbar" aria-label="Comparison tools">
      <CompareLinks recordId={recordId} current={current} />
      {onShown && (
        <SegmentedControl
          aria-label="What is shown"
          size="xs"
          transitionDuration={0}
          classNames={{ root: toolbar.choice, indicator: toolbar.indicator }}
          data={[
            { value: 'sides', label: 'Side by side' },
            { value: 'overlay', label: 'Overlay only' },
          ]}
          value={shown}
          onChange={(value) => onShown(value === 'overlay' ? 'overlay' : 'sides')}
        />
      )}
      <SpeedAndGain view={view} />
      <LayoutMenu view={{ ...view, toggleMedian: null }} display={display} />
      <ZoomTools view={view} calibrated={false} />
      {paging && <Paging paging={paging} />}
      <CompareReport id={pair.later} other={pair.earlier} fromMs={view.time.fromMs} />
      <span className={toolbar.scaleState}>same scale on both sides · not to scale</span>
    </div>
  );
}
