'use client';

import { VisuallyHidden } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import card from '@/components/ui/card.module.css';
import type { JointReport, JointReports } from '@/lib/reports/contracts';
import type { IssuedLink, ReportLink } from '@/lib/reports/link-contracts';
import { LinkList } from './link-list';
import { LinkReveal } from './link-reveal';
import { MakeReport } from './make-report';
import { ReportList } from './report-list';
import classes from './reports.module.css';
import { ShareDialog } from './share-dialog';

// pdf.js needs a browser
const ReportPage = dynamic(() => import('./report-page'), { ssr: false });

interface ReportsViewProps {
  patientRef: string;
  reports: JointReports;
  /** Null for who may not share. */
  sharing: { allowed: boolean; links: ReportLink[] } | null;
  /** Today's date in the organisation's zone. */
  today: string;
  timeZone: string;
}

/** The joint reports of a patient: make one, see and save it, share it, and see who was given one. */
export function ReportsView({ patientRef, reports, sharing, today, timeZone }: ReportsViewProps) {
  const router = useRouter();
  const [shown, setShown] = useState<string | null>(null);
  const [toShare, setToShare] = useState<JointReport | null>(null);
  const [issued, setIssued] = useState<IssuedLink | null>(null);
  const refresh = () => router.refresh();
  return (
    <div className={card.page}>
      <VisuallyHidden component="h1">Joint reports of ECG and therapy</VisuallyHidden>
      {issued && <LinkReveal key={issued.id} issued={issued} onClose={() => setIssued(null)} />}
      <div className={classes.columns}>
        <div className={classes.column}>
          <MakeReport
            patientRef={patientRef}
            today={today}
            onMade={({ id }) => {
              setShown(id);
              refresh();
            }}
          />
          <ReportList
            reports={reports.data}
            more={reports.next_cursor !== null}
            shown={shown}
            timeZone={timeZone}
            onShow={({ id }) => setShown(id)}
            {...(sharing ? { onShare: setToShare } : {})}
          />
          {sharing && <LinkList links={sharing.links} timeZone={timeZone} onChanged={refresh} />}
        </div>
        {shown && <ReportPage key={shown} reportId={shown} onClose={() => setShown(null)} />}
      </div>
      <ShareDialog
        report={toShare}
        allowed={sharing?.allowed ?? false}
        onIssued={(link) => {
          setToShare(null);
          setIssued(link);
          refresh();
        }}
        onClose={() => setToShare(null)}
      />
    </div>
  );
}
