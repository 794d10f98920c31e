'use client';

import { useCallback, useMemo } from 'react';
import type { LanePiece } from '@/components/charts/lanes/lane-data';
import { fetchSpan, spanOf, type TimeView } from '@/components/charts/lanes/time-view';
import { useWindow, type WindowState } from '@/components/charts/use-window';
import { getBytes, getJson } from '@/lib/client/api';
import type { Recording } from '@/lib/recordings/contracts';
import { decodeWindow } from '@/lib/signals/window-wire';
import type { EventColumns } from '@/lib/therapy/contracts';
import type { SignalPieces } from './night-lanes';

/** On wider screens a column of data is a little wider than a pixel: a night of eleven signals then stays under 300 kB. */
const MOST_COLUMNS = 1000;

/** The part of a record to fetch for a view: its address, or null where nothing of it lies there. */
export function windowAddress(record: Recording, view: TimeView, widthPx: number): string | null {
  const origin = Date.parse(record.recording_date);
  if (record.channels.length === 0) return null;
  const span = fetchSpan(view, { fromMs: origin, toMs: origin + record.duration_ms });
  if (!span) return null;
  const columns = Math.ceil((spanOf(span) / spanOf(view)) * Math.min(widthPx, MOST_COLUMNS));
  const query = new URLSearchParams({
    from_ms: String(Math.max(0, Math.floor(span.fromMs - origin))),
    to_ms: String(Math.ceil(span.toMs - origin)),
    width: String(Math.max(1, columns)),
    version: String(record.version),
  });
  return `/api/${record.modality}/data/${encodeURIComponent(record.id)}/signals?${query}`;
}

/** Fetches the signals of all records of a night for a view, by signal. Late answers are ignored, the last ones stay. */
export function useNightSignals(
  records: readonly Recording[],
  view: TimeView,
  widthPx: number,
): WindowState<SignalPieces> {
  const addresses = records.flatMap((record) => windowAddress(record, view, widthPx) ?? []);
  const key = addresses.join(' ');
  const fetchWindows = useCallback(
    async (signal: AbortSignal) => {
      const wanted = key === '' ? [] : key.split(' ');
      return Promise.all(wanted.map(async (address) => decodeWindow(await getBytes(address, signal))));
    },
    [key],
  );
  const { data, loading, error, retry } = useWindow(key, fetchWindows);
  const pieces = useMemo(() => {
    if (!data) return null;
    const bySignal = new Map<string, LanePiece[]>();
    for (const { start, channels } of data) {
      for (const channel of channels) {
        const piece = { channel, originMs: Date.parse(start) };
        bySignal.set(channel.name, [...(bySignal.get(channel.name) ?? []), piece]);
      }
    }
    return bySignal;
  }, [data]);
  return { data: pieces, loading, error, retry };
}

/** Fetches the events of all records of a night. */
export function useNightEvents(records: readonly Recording[]): WindowState<EventColumns[]> {
  const key = records
    .map(({ modality, id, version }) => `/api/${modality}/data/${encodeURIComponent(id)}/events?version=${version}`)
    .join(' ');
  const fetchEvents = useCallback(
    (signal: AbortSignal) => Promise.all(key.split(' ').map((address) => getJson<EventColumns>(address, signal))),
    [key],
  );
  return useWindow(key, fetchEvents);
}
