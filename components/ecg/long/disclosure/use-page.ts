'use client';

import { useCallback } from 'react';
import { useWindow, type WindowState } from '@/components/charts/use-window';
import { getBytes } from '@/lib/client/api';
import type { Recording } from '@/lib/recordings/contracts';
import type { WindowChannel } from '@/lib/signals/window';
import { decodeWindow } from '@/lib/signals/window-wire';
import { PAGE_MS, ROW_MS } from './disclosure-rows';

/** A bin may be a little wider than a pixel here, where nothing is measured: a page is then a fraction of the bytes. */
const PX_A_BIN = 1.25;

/** The samples of one channel for a page of lines; an address only where it is wanted. */
export function usePage(
  recording: Recording,
  page: number,
  lead: string | null,
  rowPx: number,
  wanted: boolean,
): WindowState<{ page: number; channel: WindowChannel | null }> {
  const from = page * PAGE_MS;
  const to = Math.min(recording.duration_ms, from + PAGE_MS);
  const query = new URLSearchParams({
    version: String(recording.version),
    from_ms: String(from),
    to_ms: String(to),
    width: String(Math.max(1, Math.round((rowPx / PX_A_BIN) * ((to - from) / ROW_MS)))),
  });
  const channel = recording.channels.find(
    ({ kind, unit, name }) => kind === 'rhythm' && unit === 'uV' && name === lead,
  );
  if (channel) query.set('channels', channel.id);
  const address =
    wanted && channel && rowPx > 0 ? `/api/ecg/data/${encodeURIComponent(recording.id)}/signals?${query}` : '';
  const fetchPage = useCallback(
    async (signal: AbortSignal) => {
      if (address === '') return { page, channel: null };
      return { page, channel: decodeWindow(await getBytes(address, signal)).channels[0] ?? null };
    },
    [address, page],
  );
  return useWindow(address, fetchPage);
}
