'use client';

import { VisuallyHidden } from '@mantine/core';
import { ApiErrorPanel, LoadingRows } from '@/components/ui/state-panel';
import { asApiError } from '@/lib/client/api';
import { formatDate, formatPlainDate, formatTime } from '@/lib/client/format-time';
import type { Device, DeviceHealth } from '@/lib/devices/device-contracts';
import { offsetText } from '../device-text';
import { useDeviceHealth } from '../use-devices';
import classes from './detail.module.css';

type Day = DeviceHealth['days'][number];

const LOWEST_PERCENT = 30;

function stateOf({ received, expected }: Day): 'received' | 'missing' | 'none' {
  if (received > 0) return 'received';
  return expected ? 'missing' : 'none';
}

function dayText({ received, expected }: Day): string {
  if (received > 0) return String(received);
  return expected ? 'missing' : 'none expected';
}

/** Thirty nights as bars: what came, hatching for what is missing, nothing where nothing was expected. */
function Nights({ health, unit }: { health: DeviceHealth; unit: string }) {
  const most = Math.max(1, ...health.days.map(({ received }) => received));
  const heightOf = ({ received }: Day) =>
    received > 0 ? `${LOWEST_PERCENT + (received / most) * (100 - LOWEST_PERCENT)}%` : undefined;
  return (
    <>
      <div
        className={classes.nights}
        role="img"
        aria-label={`Recordings of the last 30 ${unit}: ${health.nights_received} ${unit} received, ${health.nights_missing} missing`}
      >
        {health.days.map((day) => (
          <span
            key={day.date}
            className={classes.night}
            data-state={stateOf(day)}
            style={{ height: heightOf(day) }}
            title={`${formatPlainDate(day.date)}: ${dayText(day)}`}
          />
        ))}
      </div>
      <VisuallyHidden>
        <table>
          <caption>Recordings of the last 30 {unit}</caption>
          <tbody>
            {health.days.map((day) => (
              <tr key={day.date}>
                <th scope="row">{formatPlainDate(day.date)}</th>
                <td>{dayText(day)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </>
  );
}

interface HealthProps {
  device: Device;
  timeZone: string;
}

/** What came of a device lately, when it was last heard of, and how far its clock is off. */
export function DeviceHealthSection({ device, timeZone }: HealthProps) {
  const query = useDeviceHealth(device);
  const unit = device.cadence === 'nightly' ? 'nights' : 'days';
  const seen = device.last_seen_at;
  const health = query.data;
  return (
    <section className={classes.section} aria-label="Health">
      <div className={classes.sectionHead}>
        <h3>Health, 30 {unit}</h3>
      </div>
      {query.error && !health && (
        <ApiErrorPanel
          title="The health could not load"
          error={asApiError(query.error)}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <LoadingRows rows={1} label="Loading the health" />}
      {health && <Nights health={health} unit={unit} />}
      <dl className={classes.figures}>
        <div>
          <dt>{unit} received</dt>
          <dd>{health?.nights_received ?? '–'}</dd>
        </div>
        <div>
          <dt>{device.cadence === 'nightly' ? 'nights missing' : 'none expected'}</dt>
          <dd>{device.cadence === 'nightly' ? (health?.nights_missing ?? '–') : '–'}</dd>
        </div>
        <div>
          <dt>clock (device)</dt>
          <dd>{offsetText(device.clock_offset_ms) ?? 'not stated'}</dd>
        </div>
        <div>
          <dt>last seen{seen ? `, ${formatDate(seen, timeZone)}` : ''}</dt>
          <dd>{seen ? formatTime(seen, timeZone, true) : 'never'}</dd>
        </div>
      </dl>
    </section>
  );
}
