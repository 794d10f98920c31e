'use client';

import { Button } from '@mantine/core';
import { IconArrowLeft, IconPencil } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import card from '@/components/ui/card.module.css';
import { ApiErrorPanel } from '@/components/ui/state-panel';
import { StatusChip } from '@/components/ui/status-chip';
import { asApiError } from '@/lib/client/api';
import type { ApiKey } from '@/lib/devices/contracts';
import type { Device } from '@/lib/devices/device-contracts';
import { DeviceForm } from '../device-form';
import { DeviceStatusChip } from '../device-table';
import { deviceName, deviceSubtitle } from '../device-text';
import { DeviceKeys } from '../keys/device-keys';
import { useDevice, useDeviceChanged } from '../use-devices';
import { AssignmentSection } from './assignment-section';
import classes from './detail.module.css';
import { DeviceHealthSection } from './device-health';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

function factsLine(device: Device): string {
  const { make, serial, site, udi, device_id } = device;
  return [
    ...(make === null ? [] : [make]),
    deviceSubtitle(device),
    ...(serial === null ? [] : [`serial ${serial}`]),
    ...(site === null ? [] : [site]),
    ...(udi === null ? [] : [`UDI ${udi}`]),
    `id ${device_id}`,
  ].join(' · ');
}

interface HeadProps {
  device: Device;
  mayWrite: boolean;
}

function DetailHead({ device, mayWrite }: HeadProps) {
  const [editing, setEditing] = useState(false);
  const changed = useDeviceChanged();
  return (
    <header className={classes.head}>
      <Link href="/devices" className={classes.back}>
        <IconArrowLeft {...ICON} /> All devices
      </Link>
      <div className={classes.title}>
        <h2>{deviceName(device)}</h2>
        <div className={classes.source}>{factsLine(device)}</div>
      </div>
      {!device.verified && <StatusChip state="caution" word="Unverified" />}
      <DeviceStatusChip device={device} />
      {mayWrite && (
        <>
          <Button leftSection={<IconPencil {...ICON} />} onClick={() => setEditing(true)}>
            Edit
          </Button>
          <DeviceForm
            device={device}
            opened={editing}
            onClose={() => setEditing(false)}
            onSaved={(saved) => {
              changed(saved);
              setEditing(false);
            }}
          />
        </>
      )}
    </header>
  );
}

interface DeviceDetailProps {
  initial: Device;
  /** Null for people who may not see keys. */
  keys: ApiKey[] | null;
  now: string;
  timeZone: string;
  mayWrite: boolean;
}

/** One device: whose it was and is, its keys, what came of it. */
export function DeviceDetail({ initial, keys, now, timeZone, mayWrite }: DeviceDetailProps) {
  const query = useDevice(initial, now);
  const device = query.data;
  const asOf = new Date(query.dataUpdatedAt).toISOString();
  const error = query.error ? asApiError(query.error) : null;
  return (
    <aside className={`${card.card} ${classes.detail}`} aria-label="Device detail">
      {error && error.code !== 'network' ? (
        <ApiErrorPanel title="The device could not load" error={error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          <DetailHead device={device} mayWrite={mayWrite} />
          <AssignmentSection device={device} now={asOf} timeZone={timeZone} mayWrite={mayWrite} />
          {keys && <DeviceKeys device={device} initial={keys} readAt={now} timeZone={timeZone} />}
          <DeviceHealthSection device={device} timeZone={timeZone} />
        </>
      )}
    </aside>
  );
}
