'use client';

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconKeyboard, IconSearch, IconUsers } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useState } from 'react';
import { Mark } from '@/components/ui/icons';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { AccountMenu } from './account-menu';
import { KeyboardMap } from './keyboard-map';
import classes from './shell.module.css';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

/** The search field of a page, if it has one, carries this id. */
export const SEARCH_FIELD_ID = 'patient-search-text';

const DESTINATIONS = [{ href: '/patients', label: 'Patients', icon: IconUsers, under: ['/patients', '/ecg'] }];

function MainNavigation() {
  const path = usePathname();
  return (
    <nav className={classes.navigation} aria-label="Main">
      {DESTINATIONS.map(({ href, label, icon: Icon, under }) => (
        <Link key={href} href={href} aria-current={under.some((start) => path.startsWith(start)) ? 'page' : undefined}>
          <Icon {...ICON} />
          {label}
        </Link>
      ))}
    </nav>
  );
}

interface AppTopBarProps {
  organizationName: string;
  userName: string;
  roleLabel: string;
}

/** Mark, destinations, search, organisation, keyboard map, account. */
export function AppTopBar({ organizationName, userName, roleLabel }: AppTopBarProps) {
  const router = useRouter();
  const [keysOpen, setKeysOpen] = useState(false);
  const search = () => {
    const field = document.getElementById(SEARCH_FIELD_ID);
    if (field) field.focus();
    else router.push('/patients');
  };
  useShortcuts({ '/': search, '?': () => setKeysOpen(true), 'g p': () => router.push('/patients') });
  return (
    <header className={classes.topBar}>
      <Link href="/" prefetch={false} className={classes.brand} aria-label="Nightbeat, home">
        <Mark />
        <span>Nightbeat</span>
      </Link>
      <MainNavigation />
      <button
        type="button"
        className={classes.searchButton}
        onClick={search}
        aria-keyshortcuts="/"
        aria-label="Search patients"
      >
        <IconSearch {...ICON} size={14} />
        <span>Search patients</span>
        <kbd>/</kbd>
      </button>
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
      <KeyboardMap opened={keysOpen} onClose={() => setKeysOpen(false)} />
    </header>
  );
}
