import { IconCpu, IconListCheck, IconSettings, IconUserQuestion, IconUsers } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Permission } from '@/lib/accounts/permissions';

/** A place of the portal: who may go there, and the key that leads there after `g`. */
export interface Destination {
  href: string;
  label: string;
  icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  needs: Permission;
  key: string;
  /** Pages that belong to it. */
  under: readonly string[];
}

const DESTINATIONS: readonly Destination[] = [
  { href: '/worklist', label: 'Worklist', icon: IconListCheck, needs: 'record:read', key: 'w', under: ['/worklist'] },
  {
    href: '/patients',
    label: 'Patients',
    icon: IconUsers,
    needs: 'patient:read',
    key: 'p',
    under: ['/patients', '/ecg', '/therapy'],
  },
  {
    href: '/quarantine',
    label: 'Quarantine',
    icon: IconUserQuestion,
    needs: 'quarantine:resolve',
    key: 'q',
    under: ['/quarantine'],
  },
  { href: '/devices', label: 'Devices', icon: IconCpu, needs: 'device:read', key: 'd', under: ['/devices'] },
  {
    href: '/settings',
    label: 'Settings',
    icon: IconSettings,
    needs: 'organization:write',
    key: 's',
    under: ['/settings'],
  },
];

/** Where somebody with these permissions may go, in the order of the navigation; the first is where they start. */
export function destinationsFor(permissions: readonly Permission[]): readonly Destination[] {
  return DESTINATIONS.filter(({ needs }) => permissions.includes(needs));
}
