'use client';

import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useRef, useState } from 'react';
import card from '@/components/ui/card.module.css';
import { ApiErrorPanel, StatePanel } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { asApiError } from '@/lib/client/api';
import { formatCount } from '@/lib/client/format-value';
import type { Device } from '@/lib/devices/device-contracts';
import { DeviceForm } from './device-form';
import { DeviceTable } from './device-table';
import classes from './devices.module.css';
import { countDevices, DEVICE_FILTERS, type DeviceFilter, filterDevices } from './filter-devices';
import { useDeviceChanged, useDevices } from './use-devices';

const FILTER_WORDS: Record<DeviceFilter, string> = {
  all: 'All',
  ecg: 'ECG',
  therapy: 'Therapy',
  holter: 'Holter',
  silent: 'Silent',
};

interface FiltersProps {
  devices: Device[];
  filter: DeviceFilter;
  onFilter: (filter: DeviceFilter) => void;
}

function Filters({ devices, filter, onFilter }: FiltersProps) {
  const counts = countDevices(devices);
  return (
    <fieldset className={classes.filters} aria-label="Show">
      {DEVICE_FILTERS.map((one) => (
        <button key={one} type="button" aria-pressed={one === filter} onClick={() => onFilter(one)}>
          {one === 'silent' && <StateIcon state="high" size={12} />}
          {FILTER_WORDS[one]} {formatCount(counts[one])}
        </button>
      ))}
    </fieldset>
  );
}

function NothingToShow({ any, onClear }: { any: boolean; onClear: () => void }) {
  if (any) {
    return (
      <StatePanel kind="filter" title="No device fits" actions={<Button onClick={onClear}>Show all devices</Button>}>
        Checked name, maker, serial, site and who has the device.
      </StatePanel>
    );
  }
  return (
    <StatePanel kind="first" title="No devices yet">
      Register one, or let it send: a device that sends with a key of yours registers itself as unverified.
    </StatePanel>
  );
}

function DeviceList({
  query,
  shown,
  onClear,
  ...rest
}: {
  query: ReturnType<typeof useDevices>;
  shown: Device[];
  selectedRef: string | null;
  now: string;
  timeZone: string;
  field: React.RefObject<HTMLInputElement | null>;
  onClear: () => void;
}) {
  const error = query.error ? asApiError(query.error) : null;
  // a poll that failed must not pass for news: the rows go, the reason stands there
  if (error && error.code !== 'network')
    return <ApiErrorPanel title="The devices could not load" error={error} onRetry={() => void query.refetch()} />;
  if (shown.length === 0) return <NothingToShow any={query.data.length > 0} onClear={onClear} />;
  return <DeviceTable devices={shown} {...rest} />;
}

interface ToolbarProps extends FiltersProps {
  text: string;
  onText: (text: string) => void;
  field: React.RefObject<HTMLInputElement | null>;
  /** Null for people who may not register devices. */
  onRegister: (() => void) | null;
}

function Toolbar({ text, onText, field, onRegister, ...filters }: ToolbarProps) {
  return (
    <div className={classes.toolbar}>
      <h1 className={card.pageTitle}>Devices</h1>
      <Filters {...filters} />
      <TextInput
        ref={field}
        type="search"
        size="xs"
        className={classes.field}
        aria-label="Narrow the list of devices"
        placeholder="Name, serial or patient"
        leftSection={<IconSearch size={14} stroke={1.5} aria-hidden="true" />}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onText('')}
      />
      {onRegister && (
        <Button
          variant="filled"
          leftSection={<IconPlus size={16} stroke={1.5} aria-hidden="true" />}
          onClick={onRegister}
        >
          Register device
        </Button>
      )}
    </div>
  );
}

/** Registers a device and opens it. */
function Registration({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const router = useRouter();
  const changed = useDeviceChanged();
  const onSaved = (device: Device) => {
    changed(device);
    onClose();
    router.push(`/devices/${device.device_ref}`);
  };
  return <DeviceForm device={null} opened={opened} onClose={onClose} onSaved={onSaved} />;
}

interface DevicesViewProps {
  initial: Device[];
  now: string;
  timeZone: string;
  mayWrite: boolean;
  /** The device that is open. */
  children: ReactNode;
}

/** The list of devices beside the one that is open; what was last seen is asked for again while the page is open. */
export function DevicesView({ initial, now, timeZone, mayWrite, children }: DevicesViewProps) {
  const query = useDevices(initial, now);
  const selectedRef = usePathname()?.split('/')[2] ?? null;
  const [filter, setFilter] = useState<DeviceFilter>('all');
  const [text, setText] = useState('');
  const [registering, setRegistering] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const asOf = new Date(query.dataUpdatedAt).toISOString();
  const clear = () => {
    setFilter('all');
    setText('');
  };
  return (
    <div className={`${card.page} ${selectedRef ? classes.withDetail : ''}`}>
      <Toolbar
        devices={query.data}
        filter={filter}
        onFilter={setFilter}
        text={text}
        onText={setText}
        field={field}
        onRegister={mayWrite ? () => setRegistering(true) : null}
      />
      <div className={classes.columns}>
        <section className={`${card.card} ${classes.listCard}`} aria-label="List of devices">
          <DeviceList
            query={query}
            shown={filterDevices(query.data, filter, text)}
            selectedRef={selectedRef}
            now={asOf}
            timeZone={timeZone}
            field={field}
            onClear={clear}
          />
        </section>
        {children}
      </div>
      {mayWrite && <Registration opened={registering} onClose={() => setRegistering(false)} />}
    </div>
  );
}
