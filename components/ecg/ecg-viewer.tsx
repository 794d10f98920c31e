'use client';

import { useMediaQuery } from '@mantine/hooks';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { memo, type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import card from '@/components/ui/card.module.css';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import type { Patient } from '@/lib/patients/contracts';
import type { Recording } from '@/lib/recordings/contracts';
import { AnnotationList } from './annotations/annotation-list';
import { AnnotationMarks } from './annotations/annotation-marks';
import { type Annotations, useAnnotations } from './annotations/use-annotations';
import { EcgCard, ScaleLine } from './ecg-card';
import { EcgHeader } from './ecg-header';
import classes from './ecg-viewer.module.css';
import { ReportMenu } from './export/report-menu';
import { FirstPaper } from './first-trace/first-paper';
import { BeatStrip } from './long/beat-strip';
import { FullDisclosure } from './long/disclosure/full-disclosure';
import { LongAside } from './long/long-aside';
import { RecordingOverview } from './long/overview/recording-overview';
import { type LongRecording, useLongRecording } from './long/use-long-recording';
import { WindowBar } from './long/window-bar';
import { type EcgMoment, momentOf } from './moment/ecg-moment';
import { MomentMark } from './moment/moment-mark';
import paper from './paper/ecg-paper.module.css';
import { type QtcSetting, ReadPanel } from './read-panel';
import type { ReadingSetting } from './reading/reading-section';
import { EcgToolbar } from './toolbar/ecg-toolbar';
import { type EcgBench, useEcgBench } from './use-ecg-bench';

// pdf.js is large, and none of these has a use before somebody sees a PDF.
const PdfPane = dynamic(() => import('./pdf/pdf-pane').then((module) => module.PdfPane), { ssr: false });

const AttachReport = dynamic(() => import('./pdf/attach-report').then((module) => module.AttachReport), { ssr: false });

const AgreementTable = dynamic(() => import('./pdf/agreement-table').then((module) => module.AgreementTable), {
  ssr: false,
});

// Drawn again only when what they show has changed: a step along the recording draws the paper first.
const Overview = memo(RecordingOverview);
const Disclosure = memo(FullDisclosure);
const Aside = memo(LongAside);
const Panel = memo(ReadPanel);

const BESIDE_QUERY = '(min-width: 1280px)';
/** Width assumed until the card has been measured. */
const UNMEASURED_PX = 1060;

/** Opened on demand only: the trace comes first, and has the whole width until somebody wants the report beside it. */
type PdfChoice = 'none' | 'open' | 'closed';

function usePdf(recording: Recording, mayAttach: boolean) {
  const attachable = mayAttach && recording.status === 'stored' && recording.version === recording.latest_version;
  // A report of a held recording may name somebody: it stays closed with the attribution.
  const shown = recording.status !== 'quarantined' && recording.files.some((file) => file.role === 'report');
  const offered = shown || attachable;
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
  return { offered, shown, attachable, choice, open, beside: open && wide, place, toggle, page, setPage };
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
  reading: ReadingSetting;
  /** Whose it is; null while it is held. */
  patient: Patient | null;
  /** Whether this person may set annotations on the trace. */
  mayAnnotate?: boolean;
  /** Whether this person may attach a report. */
  mayAttach?: boolean;
  /** The moment it is opened at, in ms from the recording's start; null: its beginning. */
  openAtMs?: number | null;
  /** What of the patient QTc is judged by. */
  qtc: QtcSetting;
  /** What can be done to the record, at the end of the toolbar. */
  actions?: ReactNode;
}

interface PdfProps {
  recording: Recording;
  pdf: ReturnType<typeof usePdf>;
  /** Whether the trace is there, which comes first. */
  drawn: boolean;
}

function Pdf({ recording, pdf, drawn }: PdfProps) {
  if (!pdf.open) return null;
  return (
    <div className={classes.pdf} ref={pdf.place}>
      {drawn && (
        <PdfPane
          // another version is another report
          key={recording.version}
          recordId={recording.id}
          version={recording.version}
          page={pdf.page}
          onPage={pdf.setPage}
          onClose={pdf.toggle}
          attach={pdf.attachable && <AttachReport recording={recording} />}
        />
      )}
    </div>
  );
}

interface PaperProps {
  recording: Recording;
  bench: EcgBench;
  /** Null before the card was measured. */
  width: number | null;
  long: LongRecording | null;
  annotations: Annotations;
  moment: EcgMoment;
  timeZone: string;
}

function Paper({ recording, bench, width, long, annotations, moment, timeZone }: PaperProps) {
  const { data, error } = bench.window;
  const { openedAtMs } = moment;
  return (
    <div className={paper.place}>
      {!data && !error && (
        <FirstPaper
          recording={recording}
          over={width !== null}
          openAtMs={openedAtMs}
          scale={<ScaleLine recording={recording} bench={bench} />}
        />
      )}
      {width !== null && (
        <EcgCard
          {...{ recording, bench }}
          availablePx={width}
          above={long && <BeatStrip long={long} />}
          onPaper={
            <>
              <AnnotationMarks all={annotations.all} view={bench.view} />
              {openedAtMs !== null && <MomentMark view={bench.view} atMs={openedAtMs} />}
            </>
          }
          below={<AnnotationList {...{ annotations, recording, bench, timeZone }} />}
        />
      )}
    </div>
  );
}

/** One ECG: paper, measurements, device statement, and the device's PDF beside it. */
export function EcgViewer(props: EcgViewerProps) {
  const { recording, timeZone, now, reading, patient, qtc, mayAnnotate = false, mayAttach = false, actions } = props;
  const { openAtMs = null } = props;
  const measured = useRef<HTMLDivElement>(null);
  const width = useElementWidth(measured);
  const pdf = usePdf(recording, mayAttach);
  const bench = useEcgBench(recording, width ?? UNMEASURED_PX, pdf.beside, openAtMs);
  const moment = momentOf(bench, openAtMs);
  const comparison = useComparison(recording);
  const long = useLongRecording(recording, bench.view, timeZone);
  const annotations = useAnnotations(recording, mayAnnotate);
  // what lies around the paper follows it
  const around = useDeferredValue(long);
  const { withPrevious, withBaseline } = comparison;
  useShortcuts({ ...long?.keys, ...bench.keys, o: pdf.toggle, c: withPrevious, 'Shift+b': withBaseline });

  return (
    <>
      <EcgToolbar
        bench={bench}
        pdf={pdf.offered ? { open: pdf.open, onToggle: pdf.toggle } : null}
        compareAt={comparison.at}
        report={patient && <ReportMenu {...{ recording, patient, timeZone, bench }} />}
        actions={actions}
      />
      <VersionNotice recording={recording} />
      <div className={classes.body} data-pdf={pdf.choice}>
        <div className={classes.ecg}>
          {around && <Overview long={around} />}
          <section className={`${card.card} ${classes.waveform}`} aria-label="Waveform">
            <EcgHeader {...{ recording, timeZone, moment }} />
            {long && <WindowBar long={long} />}
            <div ref={measured}>
              <Paper {...{ recording, bench, width, long, annotations, moment, timeZone }} />
            </div>
          </section>
          {pdf.open && pdf.shown && <AgreementTable recording={recording} timeZone={timeZone} />}
          {around && <Disclosure long={around} />}
        </div>
        <div className={classes.read}>
          {around && <Aside long={around} />}
          <Panel {...{ recording, now, timeZone, reading, qtc }} />
        </div>
        <Pdf recording={recording} pdf={pdf} drawn={bench.window.data !== null} />
      </div>
    </>
  );
}
