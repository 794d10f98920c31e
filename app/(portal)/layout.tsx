import type { ReactNode } from 'react';
import { PortalShell } from '@/components/shell/portal-shell';
import { portalContext } from '@/lib/http/next/portal-context';

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const { services, actor, user, organization } = await portalContext({ allow_first_password: true });
  return (
    <PortalShell
      facts={{
        organizationName: organization.name,
        timeZone: organization.time_zone,
        demo: organization.demo,
        userName: user.name,
        roleLabel: user.role_label,
        permissions: [...actor.permissions],
        now: services.clock.now().toISOString(),
      }}
    >
      {children}
    </PortalShell>
  );
}
