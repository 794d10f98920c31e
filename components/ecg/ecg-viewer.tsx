'use client';

import { useMediaQuery } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import card from '@/components/ui/card.module.css';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { type Shortcuts, useShortcuts } from '@/components/ui/use-shortcuts';
import { formatDecimal } from '@/lib/client/format-value';
import type { Recording } from '@/lib/recordings/contracts';
import { EcgCard } from './ecg-card';
import { EcgHeader } from './ecg-header';
import paper from './ecg-paper.module.css';
import { EcgToolbar, type StripPaging } from './ecg-toolbar';
import classes from './ecg-viewer.module.css';
import { ReadPanel } from './read-panel';
import { useEcgTraces } from './use-ecg-traces';
import { type EcgView, useEcgView } from './use-ecg-view';

// pdf.js is large and has no use before somebody sees a PDF.
const PdfPane = dynamic(() => import('./pdf/pdf-pane').then((module) => module.PdfPane), { ssr: false });

const BESIDE_QUERY = '(min-width: 1280px)';
/** Width assumed until the card has been measured. */
const UNMEASURED_PX = 1060;

/** Opened on demand only: the trace comes first, and has the whole width until somebody wants the report beside it. */
type PdfChoice = 'none' | 'open' | 'closed';

function usePdf(recording: Recording) {
  // A report of a held recording may name somebody: it stays closed with the attribution.
  const offered = recording.status !== 'quarantined' && recording.files.some((file) => file.role === 'report');
  const [choice, setChoice] = useState<PdfChoice>(offered ? 'closed' : 'none');
  const [page, setPage] = useState(1);
  const wide = useMediaQuery(BESIDE_QUERY) ?? false;
  const open = choice === 'open';
  const below = open && !wide;
  const place = useRef<HTMLDivElement>(null);
  // Under the trace it opens out of sight, so it is brought into view.
  useEffect(() => {
    if (below) place.current?.scrollIntoView({ block: 'start' });
  }, [below]);
  const toggle = () => offered && setChoice(open ? 'closed' : 'open');
  return { offered, choice, open, beside: open && wide, place, toggle, page, setPage };
}

/** The keys that change how the ECG stands on the paper. */
export function viewKeys(view: EcgView): Shortcuts {
  return {
    s: () => view.stepSpeed(1),
    'Shift+s': () => view.stepSpeed(-1),
    '+': () => view.stepGain(1),
    '-': () => view.stepGain(-1),
    l: view.stepLayout,
  };
}

/** Ways to the other parts of a recording longer than the strip; null where all of it is on the paper. */
export function pagingOf(view: EcgView, durationMs: number): StripPaging | null {
  const { fromMs, toMs } = view.time;
  if (fromMs <= 0 && toMs >= durationMs) return null;
  const seconds = (ms: number) => formatDecimal(ms / 1000, 1);
  return {
    label: `${seconds(fromMs)}–${seconds(toMs)} of ${seconds(durationMs)} s`,
    onEarlier: fromMs > 0 ? () => view.page(-1) : null,
    onLater: toMs < durationMs ? () => view.page(1) : null,
  };
}

function VersionNotice({ recording }: { recording: Recording }) {
  if (recording.version === recording.latest_version) return null;
  return (
    <div className={classes.notices}>
      <Note tone="caution" icon={<StateIcon state="caution" />}>
        This is version {recording.version}. The latest is version {recording.latest_version}:{' '}
        <Link href={`/ecg/${recording.id}`} prefetch={false}>
          open the latest
        </Link>
        .
      </Note>
    </div>
  );
}

interface EcgViewerProps {
  recording: Recording;
  timeZone: string;
  /** The server's clock, ISO instant. */
  now: string;
  /** What can be done to the record, at the end of the toolbar. */
  actions?: ReactNode;
}

/** One ECG: paper, measurements, device statement, and the device's PDF beside it. */
export function EcgViewer({ recording, timeZone, now, actions }: EcgViewerProps) {
  const measured = useRef<HTMLDivElement>(null);
  const width = useElementWidth(measured);
  const availablePx = width ?? UNMEASURED_PX;
  const pdf = usePdf(recording);
  const view = useEcgView(recording, availablePx, pdf.beside);
  const traces = useEcgTraces(recording, view.time, availablePx);
  useShortcuts({ ...viewKeys(view), o: pdf.toggle });

  return (
    <>
      <EcgToolbar
        view={view}
        paging={pagingOf(view, recording.duration_ms)}
        pdf={pdf.offered ? { open: pdf.open, onToggle: pdf.toggle } : null}
        actions={actions}
      />
      <VersionNotice recording={recording} />
      <div className={classes.body} data-pdf={pdf.choice}>
        <section className={`${card.card} ${classes.ecg}`} aria-label="Waveform">
          <EcgHeader recording={recording} timeZone={timeZone} />
          <div ref={measured}>
            {width === null ? (
              <div className={paper.unmeasured} />
            ) : (
              <EcgCard recording={recording} view={view} window={traces} availablePx={width} />
            )}
          </div>
        </section>
        <div className={classes.read}>
          <ReadPanel recording={recording} now={now} />
        </div>
        {pdf.open && (
          <div className={classes.pdf} ref={pdf.place}>
            {traces.data !== null && (
              <PdfPane
                recordId={recording.id}
                version={recording.version}
                page={pdf.page}
                onPage={pdf.setPage}
                onClose={pdf.toggle}
              />
            )}
          </div>
        )}
      </div>
    </>
  );
}
