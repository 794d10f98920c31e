import { redirect } from 'next/navigation';
import { destinationsFor } from '@/components/shell/destinations';
import { StatePanel } from '@/components/ui/state-panel';
import { portalContext } from '@/lib/http/next/portal-context';

/** Leads to the first place the person may go: the worklist, or the devices for those who see no patient. */
export default async function HomePage() {
  const { actor, user } = await portalContext();
  const [first] = destinationsFor([...actor.permissions]);
  if (first) redirect(first.href);
  return (
    <StatePanel kind="denied" title="No pages for your role" wholePage>
      The role {user.role_label} opens no page of this portal. An administrator can change it.
    </StatePanel>
  );
}
