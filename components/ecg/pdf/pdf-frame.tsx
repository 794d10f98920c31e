'use client';

import { ActionIcon, Box, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPrinter, IconX, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import card from '@/components/ui/card.module.css';
import { ApiErrorPanel, StatePanel } from '@/components/ui/state-panel';
import { StatusChip } from '@/components/ui/status-chip';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { ApiError } from '@/lib/client/api';
import { formatBytes } from '@/lib/client/format-value';
import type { ReportState } from './open-pdf';
import { PdfPage } from './pdf-page';
import classes from './pdf-pane.module.css';
import { type PdfZoom, stepPercent } from './pdf-zoom';
import { printReport } from './print-report';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const WELL_PADDING_PX = 32;
const lowered = (title: string) => title.charAt(0).toLowerCase() + title.slice(1);
const NOT_DRAWN = new ApiError(0, 'unreadable', 'This page could not be drawn.');

interface PdfFrameProps {
  /** What it is, as its heading says. */
  title: string;
  report: ReportState;
  onRetry: () => void;
  /** What stands beside the title of a document that is open. */
  about: string;
  /** What is said where there is none. */
  missing: string;
  /** The page shown; kept by the caller, so that it survives a renewed link and a closed pane. */
  page: number;
  onPage: (page: number) => void;
  /** Absent where it is not to be closed. */
  onClose?: () => void;
  /** What else can be done to it, in its header. */
  actions?: ReactNode;
}

function IconAction({
  label,
  disabled,
  onClick,
  children,
}: {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <ActionIcon variant="default" size={26} aria-label={label} disabled={disabled} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}

function Pager({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) {
  if (pages < 2) return null;
  return (
    <span className={classes.pager}>
      <IconAction label="Previous page" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        <IconChevronLeft {...ICON} />
      </IconAction>
      {page} of {pages}
      <IconAction label="Next page" disabled={page >= pages} onClick={() => onPage(page + 1)}>
        <IconChevronRight {...ICON} />
      </IconAction>
    </span>
  );
}

function ZoomTools({
  zoom,
  percent,
  onZoom,
  onStep,
}: {
  zoom: PdfZoom;
  percent: number | null;
  onZoom: (zoom: PdfZoom) => void;
  onStep: (by: 1 | -1) => void;
}) {
  return (
    <span className={`${classes.pager} ${classes.tools}`}>
      <IconAction label="Zoom out" onClick={() => onStep(-1)}>
        <IconZoomOut {...ICON} />
      </IconAction>
      <span className={classes.percent}>{percent === null ? '' : `${Math.round(percent)} %`}</span>
      <IconAction label="Zoom in" onClick={() => onStep(1)}>
        <IconZoomIn {...ICON} />
      </IconAction>
      <Button.Group>
        <Button
          h={26}
          aria-pressed={zoom === 'fit'}
          variant={zoom === 'fit' ? 'light' : 'default'}
          onClick={() => onZoom('fit')}
        >
          Fit
        </Button>
        <Button
          h={26}
          aria-pressed={zoom === 100}
          variant={zoom === 100 ? 'light' : 'default'}
          onClick={() => onZoom(100)}
        >
          100 %
        </Button>
      </Button.Group>
    </span>
  );
}

/** How much a document is: `1 page · 118 kB`; nothing before it is open. */
export function sizeText(report: ReportState): string {
  if (report.status !== 'ready') return '';
  const pages = report.document.numPages;
  return `${pages} ${pages === 1 ? 'page' : 'pages'} · ${formatBytes(report.bytes)}`;
}

/** Zoom of the page: chosen, and what it comes to in percent. `+` and `−` step it while the pane has the focus. */
function useZoom(pane: RefObject<HTMLElement | null>) {
  const [zoom, setZoom] = useState<PdfZoom>('fit');
  const [percent, setPercent] = useState<number | null>(null);
  const step = useCallback((by: 1 | -1) => percent !== null && setZoom(stepPercent(percent, by)), [percent]);
  useEffect(() => {
    const element = pane.current;
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '+' && event.key !== '-') return;
      // The page's own `+` and `−` are for the gain.
      event.preventDefault();
      step(event.key === '+' ? 1 : -1);
    };
    element?.addEventListener('keydown', onKey);
    return () => element?.removeEventListener('keydown', onKey);
  }, [pane, step]);
  return { zoom, setZoom, percent, setPercent, step };
}

interface WellProps {
  title: string;
  missing: string;
  report: ReportState;
  page: number;
  zoom: PdfZoom;
  onPercent: (percent: number) => void;
  onRetry: () => void;
}

function Well({ title, missing, report, page, zoom, onPercent, onRetry }: WellProps) {
  const well = useRef<HTMLElement>(null);
  const wellPx = useElementWidth(well);
  const [undrawable, setUndrawable] = useState<ReportState | null>(null);
  const onFailed = useCallback(() => setUndrawable(report), [report]);
  const error = report.status === 'failed' ? report.error : undrawable === report ? NOT_DRAWN : null;
  return (
    // A scrolling region has to be reachable by keyboard.
    <Box
      component="section"
      className={classes.well}
      ref={well}
      aria-label={`Page of the ${lowered(title)}`}
      tabIndex={0}
    >
      {report.status === 'loading' && <span className={classes.status}>Loading the report…</span>}
      {report.status === 'missing' && (
        <StatePanel kind="filter" title="No report">
          {missing}
        </StatePanel>
      )}
      {error && <ApiErrorPanel title="The report could not be shown" error={error} onRetry={onRetry} />}
      {report.status === 'ready' && !error && wellPx !== null && (
        <PdfPage
          document={report.document}
          title={title}
          number={page}
          zoom={zoom}
          panePx={wellPx - WELL_PADDING_PX}
          onPercent={onPercent}
          onFailed={onFailed}
        />
      )}
    </Box>
  );
}

/** Prints the report; while its pages are made, the button waits. */
function Print({ report }: { report: PDFDocumentProxy }) {
  const [printing, setPrinting] = useState(false);
  const [failed, setFailed] = useState(false);
  const onPrint = async () => {
    setPrinting(true);
    setFailed(
      !(await printReport(report).then(
        () => true,
        () => false,
      )),
    );
    setPrinting(false);
  };
  return (
    <>
      <IconAction label="Print the report" disabled={printing} onClick={() => void onPrint()}>
        <IconPrinter {...ICON} />
      </IconAction>
      {failed && <span role="alert">The report could not be printed.</span>}
    </>
  );
}

/** A PDF with its page, zoom and print, drawn by ourselves. */
export function PdfFrame({ title, report, onRetry, about, missing, page, onPage, onClose, actions }: PdfFrameProps) {
  const pane = useRef<HTMLElement>(null);
  const { zoom, setZoom, percent, setPercent, step } = useZoom(pane);
  const pages = report.status === 'ready' ? report.document.numPages : 1;
  const shown = Math.min(page, pages);
  const turn = (to: number) => {
    if (to >= 1 && to <= pages) onPage(to);
  };
  useShortcuts({ '[': () => turn(shown - 1), ']': () => turn(shown + 1) });

  return (
    <section ref={pane} className={`${card.card} ${classes.pane}`} aria-label={title}>
      <header className={card.header}>
        <h2 className={card.title}>{title}</h2>
        <span className={classes.about}>{report.status === 'ready' && about}</span>
        {report.status === 'ready' && report.renewed && <StatusChip state="info" word="Link renewed" />}
        {report.status === 'ready' && (
          <>
            <Pager page={shown} pages={pages} onPage={turn} />
            <ZoomTools zoom={zoom} percent={percent} onZoom={setZoom} onStep={step} />
          </>
        )}
        {report.status === 'ready' && <Print report={report.document} />}
        {actions}
        {onClose && (
          <IconAction label="Close the PDF" onClick={onClose}>
            <IconX {...ICON} />
          </IconAction>
        )}
      </header>
      <Well {...{ title, missing, report, zoom, onRetry }} page={shown} onPercent={setPercent} />
    </section>
  );
}
