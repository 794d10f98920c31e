'use client';

import { Button } from '@mantine/core';
import { PdfFrame, sizeText } from '@/components/ecg/pdf/pdf-frame';
import { saveFile } from '@/lib/client/save-file';
import classes from './reports.module.css';
import { usePage } from './use-page';

/** The page of one report, to be seen, printed and saved. */
export default function ReportPage({ reportId, onClose }: { reportId: string; onClose: () => void }) {
  const { report, file, retry } = usePage(reportId);
  return (
    <div className={classes.viewer}>
      <PdfFrame
        title="Joint report"
        report={report}
        onRetry={retry}
        about={sizeText(report)}
        missing="It is not kept any more."
        page={1}
        onPage={() => undefined}
        onClose={onClose}
      />
      <div className={classes.below}>
        <Button disabled={!file} onClick={() => file && saveFile('joint-report.pdf', file)}>
          Save PDF
        </Button>
      </div>
    </div>
  );
}
