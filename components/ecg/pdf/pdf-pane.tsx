'use client';

import type { ReactNode } from 'react';
import { PdfFrame, sizeText } from './pdf-frame';
import { useReport } from './use-report';

interface PdfPaneProps {
  recordId: string;
  version: number;
  /** The page shown; kept by the caller, so that it survives a renewed link and a closed pane. */
  page: number;
  onPage: (page: number) => void;
  onClose: () => void;
  /** The way to attach a report, for who may. */
  attach?: ReactNode;
}

/** The device's PDF report beside the waveform, drawn by ourselves. */
export function PdfPane({ recordId, version, attach, ...shown }: PdfPaneProps) {
  const { report, retry } = useReport(recordId, version);
  const about = `PDF as received, ${sizeText(report)}`;
  const missing = 'No PDF came with this recording.';
  return (
    <PdfFrame
      title="Device report"
      report={report}
      onRetry={retry}
      about={about}
      missing={missing}
      actions={attach}
      {...shown}
    />
  );
}
