import type { ReactNode } from 'react';
import { QUEUE_PAGE } from '@/components/quarantine/page-size';
import { QuarantineView } from '@/components/quarantine/quarantine-view';
import { DataAsOf } from '@/components/shell/data-age';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import { listHeld } from '@/lib/ingest/quarantine/list-held';

/** The queue stays while one recording after the other is opened beside it. */
export default async function QuarantineLayout({ children }: { children: ReactNode }) {
  const { services, actor, organization } = await portalContext();
  const initial = await orNotFound(listHeld(services, actor, { limit: QUEUE_PAGE }));
  const now = services.clock.now().toISOString();
  return (
    <>
      <DataAsOf at={now} />
      <QuarantineView initial={initial} now={now} timeZone={organization.time_zone}>
        {children}
      </QuarantineView>
    </>
  );
}
