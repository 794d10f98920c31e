import type { Metadata } from 'next';
import { WorklistPage } from '@/components/worklist/worklist-page';
import { orNotFound, portalContext } from '@/lib/http/next/portal-context';
import { getWorklist } from '@/lib/worklist/get-worklist';

export const metadata: Metadata = { title: 'Worklist' };

export default async function Worklist() {
  const { services, actor, organization } = await portalContext();
  const worklist = await orNotFound(getWorklist(services, actor));
  return (
    <WorklistPage
      initial={worklist}
      timeZone={organization.time_zone}
      resolves={actor.permissions.has('quarantine:resolve')}
    />
  );
}
