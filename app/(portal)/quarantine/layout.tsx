import type { ReactNode } from 'react';
import { QuarantineView } from '@/components/quarantine/quarantine-view';
import { DataAsOf } from '@/components/shell/data-age';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import { listHeld } from '@/lib/ingest/quarantine/list-held';

const FIRST_ROWS = 200;

/** The queue stays while one recording after the other is opened beside it. */
export default async function QuarantineLayout({ children }: { children: ReactNode }) {
  const { services, actor, organization } = await portalContext();
  const { data } = await orNotFound(listHeld(services, actor, { limit: FIRST_ROWS }));
  const now = services.clock.now().toISOString();
  return (
    <>
      <DataAsOf at={now} />
      <QuarantineView initial={data} now={now} timeZone={organization.time_zone}>
        {children}
      </QuarantineView>
    </>
  );
}
