'use client';

import { useMediaQuery } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import card from '@/components/ui/card.module.css';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import type { Recording } from '@/lib/recordings/contracts';
import { EcgCard } from './ecg-card';
import { EcgHeader } from './ecg-header';
import classes from './ecg-viewer.module.css';
import paper from './paper/ecg-paper.module.css';
import { type QtcSetting, ReadPanel } from './read-panel';
import { EcgToolbar } from './toolbar/ecg-toolbar';
import { useEcgBench } from './use-ecg-bench';

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

/** Where this ECG is compared; a held one, or an older version, is compared with none. */
function useComparison(recording: Recording) {
  const router = useRouter();
  const offered =
    recording.status === 'stored' && recording.patient_ref !== null && recording.version === recording.latest_version;
  const at = offered ? `/ecg/${recording.id}/compare` : null;
  const open = (query: string) => () => at !== null && router.push(`${at}${query}`);
  return { at, withPrevious: open(''), withBaseline: open('?with=baseline') };
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
  /** What of the patient QTc is judged by. */
  qtc: QtcSetting;
  /** What can be done to the record, at the end of the toolbar. */
  actions?: ReactNode;
}

/** One ECG: paper, measurements, device statement, and the device's PDF beside it. */
export function EcgViewer({ recording, timeZone, now, qtc, actions }: EcgViewerProps) {
  const measured = useRef<HTMLDivElement>(null);
  const width = useElementWidth(measured);
  const pdf = usePdf(recording);
  const bench = useEcgBench(recording, width ?? UNMEASURED_PX, pdf.beside);
  const comparison = useComparison(recording);
  useShortcuts({ ...bench.keys, o: pdf.toggle, c: comparison.withPrevious, 'Shift+b': comparison.withBaseline });

  return (
    <>
      <EcgToolbar
        bench={bench}
        pdf={pdf.offered ? { open: pdf.open, onToggle: pdf.toggle } : null}
        compareAt={comparison.at}
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
              <EcgCard recording={recording} bench={bench} availablePx={width} />
            )}
          </div>
        </section>
        <div className={classes.read}>
          <ReadPanel recording={recording} now={now} timeZone={timeZone} qtc={qtc} />
        </div>
        {pdf.open && (
          <div className={classes.pdf} ref={pdf.place}>
            {bench.window.data !== null && (
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
