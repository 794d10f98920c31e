'use client';

import { VisuallyHidden } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { usePages } from '@/components/paging/use-pages';
import card from '@/components/ui/card.module.css';
import type { JointReport, JointReports } from '@/lib/reports/contracts';
import type { IssuedLink, ReportLink, ReportLinks } from '@/lib/reports/link-contracts';
import { LinkList } from './link-list';
import { LinkReveal } from './link-reveal';
import { MakeReport } from './make-report';
import { REPORTS_PAGE } from './page-size';
import { ReportList } from './report-list';
import classes from './reports.module.css';
import { ShareDialog } from './share-dialog';

// pdf.js needs a browser
const ReportPage = dynamic(() => import('./report-page'), { ssr: false });

/** Whether reports are shared by link, and the first of the links there are. */
interface Sharing {
  allowed: boolean;
  links: ReportLinks;
}

interface ReportsViewProps {
  patientRef: string;
  reports: JointReports;
  /** Null for who may not share. */
  sharing: Sharing | null;
  /** When both were read, ISO instant of the server's clock. */
  readAt: string;
  /** Today's date in the organisation's zone. */
  today: string;
  timeZone: string;
}

interface SharedProps extends Pick<ReportsViewProps, 'patientRef' | 'readAt' | 'timeZone'> {
  sharing: Sharing;
  toShare: JointReport | null;
  onIssued: (link: IssuedLink) => void;
  onClose: () => void;
}

/** The links there are, and the dialog that makes another one. */
function Shared({ patientRef, sharing, readAt, timeZone, toShare, onIssued, onClose }: SharedProps) {
  const links = usePages<ReportLink>({
    queryKey: ['report-links', patientRef],
    path: `/api/patients/${patientRef}/report-links`,
    limit: REPORTS_PAGE,
    initial: sharing.links,
    readAt,
  });
  return (
    <>
      <LinkList links={links} timeZone={timeZone} />
      <ShareDialog
        report={toShare}
        allowed={sharing.allowed}
        onIssued={(link) => {
          onIssued(link);
          links.reload();
        }}
        onClose={onClose}
      />
    </>
  );
}

/** The joint reports of a patient: make one, see and save it, share it, and see who was given one. */
export function ReportsView({ patientRef, sharing, readAt, today, timeZone, ...props }: ReportsViewProps) {
  const [shown, setShown] = useState<string | null>(null);
  const [toShare, setToShare] = useState<JointReport | null>(null);
  const [issued, setIssued] = useState<IssuedLink | null>(null);
  const reports = usePages<JointReport>({
    queryKey: ['reports', patientRef],
    path: `/api/patients/${patientRef}/reports`,
    limit: REPORTS_PAGE,
    initial: props.reports,
    readAt,
  });
  const made = ({ id }: JointReport) => {
    setShown(id);
    reports.reload();
  };
  const issue = (link: IssuedLink) => {
    setToShare(null);
    setIssued(link);
  };
  return (
    <div className={card.page}>
      <VisuallyHidden component="h1">Joint reports of ECG and therapy</VisuallyHidden>
      {issued && <LinkReveal key={issued.id} issued={issued} onClose={() => setIssued(null)} />}
      <div className={classes.columns}>
        <div className={classes.column}>
          <MakeReport patientRef={patientRef} today={today} onMade={made} />
          <ReportList
            reports={reports}
            shown={shown}
            timeZone={timeZone}
            onShow={({ id }) => setShown(id)}
            {...(sharing ? { onShare: setToShare } : {})}
          />
          {sharing && (
            <Shared
              {...{ patientRef, sharing, readAt, timeZone, toShare }}
              onIssued={issue}
              onClose={() => setToShare(null)}
            />
          )}
        </div>
        {shown && <ReportPage key={shown} reportId={shown} onClose={() => setShown(null)} />}
      </div>
    </div>
  );
}
