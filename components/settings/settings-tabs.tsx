'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import card from '@/components/ui/card.module.css';
import tabs from '@/components/ui/tabs.module.css';
import classes from './settings.module.css';

const TABS = [
  { href: '/settings/phrases', label: 'Phrases of readings' },
  { href: '/settings/computed-values', label: 'Computed values' },
  { href: '/settings/report-sharing', label: 'Sharing of reports' },
] as const;

/** The title of the settings, and the way between them. */
export function SettingsTabs({ organizationName }: { organizationName: string }) {
  const path = usePathname() ?? '';
  return (
    <header className={classes.head}>
      <h1 className={card.pageTitle}>Settings</h1>
      <span className={classes.sub}>for everybody in {organizationName}</span>
      <nav className={`${tabs.tabs} ${classes.tabs}`} aria-label="Settings">
        {TABS.map(({ href, label }) => (
          <Link key={href} href={href} prefetch={false} aria-current={path.startsWith(href) ? 'page' : undefined}>
            {label}
          </Link>
        ))}
      </nav>
    </header>
  );
}
