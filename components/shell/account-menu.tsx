'use client';

import { type MantineColorScheme, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconKey, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { signOut } from '@/lib/client/session';
import classes from './shell.module.css';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

const SCHEMES: { value: MantineColorScheme; label: string; icon: ReactNode }[] = [
  { value: 'auto', label: 'As the system', icon: <IconDeviceDesktop {...ICON} /> },
  { value: 'light', label: 'Light', icon: <IconSun {...ICON} /> },
  { value: 'dark', label: 'Dark', icon: <IconMoon {...ICON} /> },
];

function schemeOf(value: string): MantineColorScheme {
  return SCHEMES.find((scheme) => scheme.value === value)?.value ?? 'auto';
}

const SIGN_OUT_WORDS = {
  no: 'Sign out',
  yes: 'Signing out…',
  failed: 'Still signed in: no answer. Try again',
} as const;

function initialsOf(name: string): string {
  const words = name
    .replace(/@.*/, '')
    .split(/[\s._-]+/)
    .filter(Boolean);
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase();
}

function SchemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(schemeOf(value))}>
      {SCHEMES.map(({ value, label, icon }) => (
        <Menu.RadioItem key={value} value={value} rightSection={icon}>
          {label}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

function SignOutItem() {
  const [state, setState] = useState<keyof typeof SIGN_OUT_WORDS>('no');
  const leave = async () => {
    setState('yes');
    try {
      await signOut();
      window.location.assign('/sign-in');
    } catch {
      setState('failed');
    }
  };
  return (
    <Menu.Item leftSection={<IconLogout {...ICON} />} closeMenuOnClick={false} onClick={() => void leave()}>
      {SIGN_OUT_WORDS[state]}
    </Menu.Item>
  );
}

/** Who is signed in and as what; colours, password, sign-out. */
export function AccountMenu({ userName, roleLabel }: { userName: string; roleLabel: string }) {
  return (
    <Menu position="bottom-end" width={230} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton className={classes.account} aria-label={`Account: ${userName}, ${roleLabel}`}>
          <span className={classes.avatar} aria-hidden="true">
            {initialsOf(userName)}
          </span>
          <span className={classes.accountText}>
            <strong>{userName}</strong>
            <span>{roleLabel}</span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {userName}, {roleLabel}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        <SchemeItems />
        <Menu.Divider />
        <Menu.Item component={Link} href="/account/password" leftSection={<IconKey {...ICON} />}>
          Change password
        </Menu.Item>
        <SignOutItem />
      </Menu.Dropdown>
    </Menu>
  );
}
