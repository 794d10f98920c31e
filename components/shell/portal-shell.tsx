import { IconTestPipe } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Permission } from '@/lib/accounts/permissions';
import { AppTopBar } from './app-top-bar';
import { DataAgeProvider } from './data-age';
import { SafetyFooter } from './safety-footer';
import classes from './shell.module.css';

/** What the shell shows around every page of the portal. */
export interface ShellFacts {
  organizationName: string;
  timeZone: string;
  /** True for the organisation of `--demo`, whose patients are invented. */
  demo: boolean;
  userName: string;
  roleLabel: string;
  permissions: readonly Permission[];
  /** The server's clock when the page was made, ISO instant. */
  now: string;
}

/** Top bar, page, safety footer. */
export function PortalShell({ facts, children }: { facts: ShellFacts; children: ReactNode }) {
  return (
    <DataAgeProvider>
      <a className={classes.skipLink} href="#content">
        Skip to the content
      </a>
      {facts.demo && (
        <aside className={classes.demo} aria-label="Demonstration">
          <IconTestPipe size={14} stroke={1.5} aria-hidden="true" />
          Demonstration: invented patients, public recordings. Enter no real patient data.
        </aside>
      )}
      <AppTopBar
        organizationName={facts.organizationName}
        userName={facts.userName}
        roleLabel={facts.roleLabel}
        permissions={facts.permissions}
      />
      <main id="content" className={classes.main} tabIndex={-1}>
        {children}
      </main>
      <SafetyFooter timeZone={facts.timeZone} now={facts.now} />
    </DataAgeProvider>
  );
}
