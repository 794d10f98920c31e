import type { Metadata } from 'next';
import { ReportSharingCard } from '@/components/settings/sharing/report-sharing-card';
import { portalContextFor } from '@/lib/http/next/portal-context';
import { getReportSharing } from '@/lib/reports/sharing/report-sharing';

export const metadata: Metadata = { title: 'Sharing of reports' };

export default async function ReportSharingPage() {
  const { services, actor, organization } = await portalContextFor('organization:write');
  return <ReportSharingCard initial={await getReportSharing(services, actor)} timeZone={organization.time_zone} />;
}
