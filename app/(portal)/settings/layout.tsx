import type { ReactNode } from 'react';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import card from '@/components/ui/card.module.css';
import { portalContextFor } from '@/lib/http/next/portal-context';

/** What an organisation decides once for everybody in it. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { organization } = await portalContextFor('organization:write');
  return (
    <div className={card.page}>
      <SettingsTabs organizationName={organization.name} />
      {children}
    </div>
  );
}
