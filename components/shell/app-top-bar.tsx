'use client';

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useState } from 'react';
import { Mark } from '@/components/ui/icons';
import { useOpenedOnce } from '@/components/ui/use-late-dialog';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import type { Permission } from '@/lib/accounts/permissions';
import { AccountMenu } from './account-menu';
import { type Destination, destinationsFor } from './destinations';
import classes from './shell.module.css';
import { startTypeAhead } from './type-ahead';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

// Opened now and then.
const KeyboardMap = dynamic(() => import('./keyboard-map').then((module) => module.KeyboardMap), { ssr: false });

/** The search field of a page, if it has one, carries this id. */
export const SEARCH_FIELD_ID = 'patient-search-text';

function MainNavigation({ destinations }: { destinations: readonly Destination[] }) {
  const path = usePathname();
  if (destinations.length === 0) return null;
  return (
    <nav className={classes.navigation} aria-label="Main">
      {destinations.map(({ href, label, icon: Icon, under }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={under.some((start) => path.startsWith(start)) ? 'page' : undefined}
        >
          <Icon {...ICON} />
          {label}
        </Link>
      ))}
    </nav>
  );
}

/** The field that is no field yet: it leads to the page that searches. */
function SearchButton({ onSearch }: { onSearch: () => void }) {
  return (
    <button
      type="button"
      className={classes.searchButton}
      onClick={onSearch}
      aria-keyshortcuts="/"
      aria-label="Search patients"
    >
      <IconSearch {...ICON} size={14} />
      <span>Search patients</span>
      <kbd>/</kbd>
    </button>
  );
}

interface AppTopBarProps {
  organizationName: string;
  userName: string;
  roleLabel: string;
  permissions: readonly Permission[];
}

/** Mark, destinations, search, organisation, keyboard map, account. */
export function AppTopBar({ organizationName, userName, roleLabel, permissions }: AppTopBarProps) {
  const router = useRouter();
  const [keysOpen, setKeysOpen] = useState(false);
  const hasKeyMap = useOpenedOnce(keysOpen);
  const destinations = destinationsFor(permissions);
  const searches = destinations.some(({ href }) => href === '/patients');
  const search = () => {
    const field = document.getElementById(SEARCH_FIELD_ID);
    if (field) {
      field.focus();
      return;
    }
    startTypeAhead();
    router.push('/patients');
  };
  const jumps = destinations.map(({ key, href }) => [`g ${key}`, () => router.push(href)] as const);
  useShortcuts({
    ...(searches ? { '/': search } : {}),
    '?': () => setKeysOpen(true),
    ...Object.fromEntries(jumps),
  });
  return (
    <header className={classes.topBar}>
      <Link href="/" prefetch={false} className={classes.brand} aria-label="Nightbeat, home">
        <Mark />
        <span>Nightbeat</span>
      </Link>
      <MainNavigation destinations={destinations} />
      {searches ? <SearchButton onSearch={search} /> : <span className={classes.noSearch} />}
      <span className={classes.organization}>{organizationName}</span>
      <Tooltip label="Keyboard map (?)">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label="Keyboard map"
          className={classes.keysButton}
          onClick={() => setKeysOpen(true)}
        >
          <IconKeyboard {...ICON} />
        </ActionIcon>
      </Tooltip>
      <AccountMenu userName={userName} roleLabel={roleLabel} />
      {hasKeyMap && <KeyboardMap opened={keysOpen} onClose={() => setKeysOpen(false)} destinations={destinations} />}
    </header>
  );
}
