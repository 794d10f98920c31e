'use client';

import { Box, NativeSelect } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode, RefObject } from 'react';
import card from '@/components/ui/card.module.css';
import { FactTag } from '@/components/ui/status-chip';
import { bandwidthText } from '@/lib/client/bandwidth-text';
import { formatDateTime } from '@/lib/client/format-time';
import { formatDecimal, formatWhole } from '@/lib/client/format-value';
import type { EcgChoice } from '@/lib/ecg/comparison-contracts';
import { FitHint, gainText, PaperOverlay } from '../ecg-card';
import { EcgPaper } from '../paper/ecg-paper';
import paper from '../paper/ecg-paper.module.css';
import type { EcgView } from '../paper/use-ecg-view';
import { QualityChips } from '../quality-chips';
import { ReadingChip } from '../reading-chip';
import { deviceText, ecgSentence, ecgTitle, recordedText, technicalText } from '../recording-text';
import classes from './compare.module.css';
import type { ComparedSide } from './use-compare-bench';

export type SideName = 'earlier' | 'later';

const SIDE_WORDS: Record<SideName, string> = { earlier: 'Earlier ECG', later: 'Later ECG' };

interface SideCardProps {
  name: SideName;
  side: ComparedSide;
  view: EcgView;
  timeZone: string;
  dark: boolean;
  widthPx: number;
  /** Whether this is the patient's baseline, and what makes it so. */
  baseline: { is: boolean; action: ReactNode };
  choices: readonly EcgChoice[];
  onChoose: (id: string) => void;
  scroll: { ref: RefObject<HTMLDivElement | null>; onScroll: () => void };
}

function choiceText(choice: EcgChoice, timeZone: string): string {
  const rate = formatWhole(choice.heart_rate_bpm);
  const parts = [formatDateTime(choice.recording_date, timeZone), `${choice.lead_count} leads`];
  if (rate !== null) parts.push(`HR ${rate}`);
  return parts.join(' · ');
}

function Choose({ name, side, choices, timeZone, onChoose }: Omit<SideCardProps, 'view' | 'scroll' | 'baseline'>) {
  const { id, recording_date } = side.recording;
  const listed = choices.some((choice) => choice.id === id);
  const data = choices.map((choice) => ({ value: choice.id, label: choiceText(choice, timeZone) }));
  return (
    <NativeSelect
      size="xs"
      aria-label={`Choose the ${name} ECG`}
      value={id}
      data={listed ? data : [{ value: id, label: formatDateTime(recording_date, timeZone) }, ...data]}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}

function SideHeader(props: SideCardProps) {
  const { name, side, timeZone, baseline } = props;
  const { recording } = side;
  return (
    <header className={card.header}>
      <h2 className={classes.sideTitle} data-side={name}>
        {recordedText(recording, timeZone)}
      </h2>
      <span className={classes.reason}>
        {ecgTitle(recording)}, {technicalText(recording)}
      </span>
      <span className={classes.chips}>
        {baseline.is ? <FactTag>Baseline</FactTag> : baseline.action}
        {recording.version > 1 && <FactTag>v{recording.version}</FactTag>}
        <QualityChips recording={recording} />
        <ReadingChip state={recording.reading.state} />
        <Choose {...props} />
      </span>
      <span className={classes.reason}>
        {deviceText(recording)} ·{' '}
        <Link href={`/ecg/${recording.id}`} prefetch={false}>
          open the {name} ECG
        </Link>
      </span>
    </header>
  );
}

/** One of the two: what it is, its trace on paper, and another one in its place. */
export function SideCard(props: SideCardProps) {
  const { name, side, view, dark, widthPx, scroll } = props;
  const { recording, time, placed, columns, window } = side;
  return (
    <section className={`${card.card} ${classes.side}`} aria-label={SIDE_WORDS[name]}>
      <SideHeader {...props} />
      <div>
        <div className={paper.frame} data-grid={dark ? 'dark' : 'paper'}>
          <Box
            component="section"
            ref={scroll.ref}
            className={paper.scroll}
            aria-label={`Paper of the ${name} ECG`}
            tabIndex={0}
            onScroll={scroll.onScroll}
          >
            <EcgPaper
              placed={placed}
              traces={window.data}
              pxPerMm={view.pxPerMm}
              availablePx={widthPx}
              speedMmPerS={view.speed}
              dark={dark}
              sentence={`${SIDE_WORDS[name]}. ${ecgSentence(recording)}`}
            />
          </Box>
          <div className={paper.scaleLine}>
            <span>
              <span>{formatDecimal(view.speed, 1)} mm/s</span>
              <span>{gainText(view)}</span>
              <span>{bandwidthText(recording.filters)}</span>
              <span>as recorded, no display filter</span>
              <span>
                {formatDecimal(time.fromMs / 1000, 1)}–{formatDecimal(time.toMs / 1000, 1)} s
              </span>
              {columns === 'simultaneous' && <span>columns simultaneous</span>}
            </span>
          </div>
          <PaperOverlay window={window} />
        </div>
        {window.data && <FitHint view={{ placed, gains: view.gains }} traces={window.data} />}
      </div>
    </section>
  );
}
