'use client';

import { Button, VisuallyHidden } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiErrorPanel } from '@/components/ui/state-panel';
import { StatusChip } from '@/components/ui/status-chip';
import { asApiError, getJson } from '@/lib/client/api';
import { formatDate, formatTime } from '@/lib/client/format-time';
import type { ApiKey, IssuedApiKey } from '@/lib/devices/contracts';
import type { Device } from '@/lib/devices/device-contracts';
import detail from '../detail/detail.module.css';
import { type KeyDialog, KeyDialogs } from './key-dialogs';
import { KeyReveal } from './key-reveal';
import { keyChip, keyName, stateOfKey } from './key-text';
import classes from './keys.module.css';

const POLL_MS = 15_000;

function useKeys(device: Device, initial: ApiKey[], now: string) {
  return useQuery({
    queryKey: ['keys', device.device_ref],
    queryFn: async ({ signal }) =>
      (await getJson<{ data: ApiKey[] }>(`/api/keys?device_ref=${device.device_ref}`, signal)).data,
    initialData: initial,
    initialDataUpdatedAt: Date.parse(now),
    refetchInterval: POLL_MS,
    refetchOnMount: false,
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
}

interface RowProps {
  apiKey: ApiKey;
  successor: ApiKey | undefined;
  now: string;
  timeZone: string;
  onDialog: (dialog: KeyDialog) => void;
}

function KeyRow({ apiKey, successor, now, timeZone, onDialog }: RowProps) {
  const state = stateOfKey(apiKey, now);
  const works = state === 'live' || state === 'overlap';
  const chip = keyChip(apiKey, now);
  const used = apiKey.last_used_at;
  return (
    <tr data-over={works ? undefined : true}>
      <td>
        <span className={classes.mono}>{keyName(apiKey)}</span>
        <div className={detail.source}>
          {apiKey.scopes.join(', ')}
          {apiKey.site !== null && `, all of ${apiKey.site}`}
        </div>
        {successor && <div className={detail.source}>replaced by {keyName(successor)}</div>}
      </td>
      <td className={classes.noWrap}>{apiKey.expires_at ? formatDate(apiKey.expires_at, timeZone) : 'never'}</td>
      <td className={`${classes.noWrap} ${classes.wide}`}>
        {used ? formatDate(used, timeZone) : 'never'}
        {used && <div className={detail.source}>{formatTime(used, timeZone)}</div>}
      </td>
      <td className={classes.noWrap}>{chip && <StatusChip {...chip} />}</td>
      <td>
        <span className={classes.actions}>
          {state === 'live' && (
            <Button
              variant="subtle"
              size="compact-xs"
              onClick={() => onDialog({ kind: 'rotate', key: apiKey })}
              aria-label={`Rotate ${keyName(apiKey)}`}
            >
              Rotate
            </Button>
          )}
          {works && (
            <Button
              variant="subtle"
              size="compact-xs"
              className={classes.revoke}
              onClick={() => onDialog({ kind: 'revoke', key: apiKey })}
              aria-label={`Revoke ${keyName(apiKey)}`}
            >
              Revoke
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}

type KeyTableProps = { keys: ApiKey[] } & Pick<RowProps, 'now' | 'timeZone' | 'onDialog'>;

function KeyTable({ keys, ...row }: KeyTableProps) {
  if (keys.length === 0)
    return <p className={detail.note}>No key yet. Issue one and enter it in the device or its gateway.</p>;
  return (
    <div className={detail.scroll}>
      <table className={detail.rows} aria-label="API keys, newest first">
        <thead>
          <tr>
            <th scope="col">Prefix and scope</th>
            <th scope="col">Expires</th>
            <th scope="col" className={classes.wide}>
              Last used
            </th>
            <th scope="col">State</th>
            <th scope="col">
              <VisuallyHidden>Actions</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...keys].reverse().map((key) => (
            <KeyRow key={key.id} apiKey={key} successor={keys.find(({ id }) => id === key.replaced_by)} {...row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DeviceKeysProps {
  device: Device;
  initial: ApiKey[];
  /** When `initial` was read, ISO text. */
  readAt: string;
  timeZone: string;
}

/** The keys of a device: issue, rotate, revoke. */
export function DeviceKeys({ device, initial, readAt, timeZone }: DeviceKeysProps) {
  const query = useKeys(device, initial, readAt);
  const [dialog, setDialog] = useState<KeyDialog | null>(null);
  const [issued, setIssued] = useState<IssuedApiKey | null>(null);
  const now = new Date(query.dataUpdatedAt).toISOString();
  const done = () => {
    setDialog(null);
    void query.refetch();
  };
  const error = query.error ? asApiError(query.error) : null;
  return (
    <section className={detail.section} aria-label="API keys">
      <div className={detail.sectionHead}>
        <h3>API keys</h3>
        <Button
          leftSection={<IconKey size={16} stroke={1.5} aria-hidden="true" />}
          onClick={() => setDialog({ kind: 'issue' })}
        >
          Issue key
        </Button>
      </div>
      {issued && <KeyReveal key={issued.id} issued={issued} onClose={() => setIssued(null)} />}
      {error && error.code !== 'network' ? (
        <ApiErrorPanel title="The keys could not load" error={error} onRetry={() => void query.refetch()} />
      ) : (
        <KeyTable keys={query.data} now={now} timeZone={timeZone} onDialog={setDialog} />
      )}
      <KeyDialogs
        device={device}
        dialog={dialog}
        returnFocus={issued === null}
        onClose={() => setDialog(null)}
        onIssued={(key) => {
          setIssued(key);
          done();
        }}
        onRevoked={done}
      />
    </section>
  );
}
