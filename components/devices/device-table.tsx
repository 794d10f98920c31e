'use client';

import Link from 'next/link';
import { useRef } from 'react';
import table from '@/components/ui/data-table.module.css';
import { FactTag, StatusChip } from '@/components/ui/status-chip';
import { useRowKeys } from '@/components/ui/use-row-keys';
import { formatDate, formatTime } from '@/lib/client/format-time';
import type { Device } from '@/lib/devices/device-contracts';
import {
  assignmentAt,
  CADENCE_WORDS,
  deviceName,
  deviceSubtitle,
  offsetText,
  serialEnd,
  statusChip,
  whereaboutsText,
} from './device-text';
import classes from './devices.module.css';

/** The status of a device, as everywhere on this page. */
export function DeviceStatusChip({ device }: { device: Device }) {
  const { state, word } = statusChip(device);
  return state === null ? <FactTag>{word}</FactTag> : <StatusChip state={state} word={word} />;
}

function Assignee({ device, now, timeZone }: { device: Device; now: string; timeZone: string }) {
  const text = whereaboutsText(device, now);
  const current = assignmentAt(device, now);
  if (device.shared || current) {
    return (
      <>
        {text}
        {current && !device.shared && <span className={classes.sub}>since {formatDate(current.from, timeZone)}</span>}
      </>
    );
  }
  const last = device.assignments.filter(({ to }) => to !== null && to <= now).at(-1);
  return (
    <>
      <span className={classes.unassigned}>{text}</span>
      {last?.to && <span className={classes.sub}>until {formatDate(last.to, timeZone)}</span>}
    </>
  );
}

interface RowProps {
  device: Device;
  selected: boolean;
  now: string;
  timeZone: string;
}

function DeviceRow({ device, selected, now, timeZone }: RowProps) {
  const seen = device.last_seen_at;
  return (
    <tr data-selected={selected || undefined}>
      <td>
        <Link
          href={`/devices/${device.device_ref}`}
          prefetch={false}
          scroll={false}
          data-row-link
          aria-current={selected ? 'true' : undefined}
          className={classes.name}
        >
          {deviceName(device)}
        </Link>
        <span className={classes.sub}>
          {deviceSubtitle(device)}
          {!device.verified && ' · unverified'}
        </span>
        <span className={table.narrow}>
          {serialEnd(device.serial)} · {whereaboutsText(device, now)}
        </span>
      </td>
      <td className={`${classes.mono} ${table.wide}`}>{serialEnd(device.serial)}</td>
      <td className={table.wide}>
        <Assignee device={device} now={now} timeZone={timeZone} />
      </td>
      <td className={`${table.dim} ${table.wide}`}>{CADENCE_WORDS[device.cadence]}</td>
      <td className={`${table.noWrap} ${table.wide}`}>
        {seen ? (
          <time dateTime={seen}>
            {formatDate(seen, timeZone)} {formatTime(seen, timeZone)}
          </time>
        ) : (
          <span className={table.dim}>never</span>
        )}
      </td>
      <td>
        <DeviceStatusChip device={device} />
      </td>
      <td className={`${table.number} ${table.wide}`}>
        {offsetText(device.clock_offset_ms) ?? <span className={table.dim}>not stated</span>}
      </td>
      <td className={`${table.number} ${table.wide}`}>{device.quarantined}</td>
    </tr>
  );
}

interface DeviceTableProps {
  devices: Device[];
  selectedRef: string | null;
  now: string;
  timeZone: string;
  field: React.RefObject<HTMLInputElement | null>;
}

/** Devices, one a row; walked by the keys of every list. */
export function DeviceTable({ devices, selectedRef, now, timeZone, field }: DeviceTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body, field);
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${classes.list}`} aria-label="Devices">
        <thead>
          <tr>
            <th scope="col">Device</th>
            <th scope="col" className={table.wide}>
              Serial
            </th>
            <th scope="col" className={table.wide}>
              Assigned to
            </th>
            <th scope="col" className={table.wide}>
              Expected
            </th>
            <th scope="col" className={table.wide}>
              Last seen
            </th>
            <th scope="col">Status</th>
            <th scope="col" className={`${table.number} ${table.wide}`}>
              Clock
            </th>
            <th scope="col" className={`${table.number} ${table.wide}`}>
              Held
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {devices.map((device) => (
            <DeviceRow
              key={device.device_ref}
              device={device}
              selected={device.device_ref === selectedRef}
              now={now}
              timeZone={timeZone}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
