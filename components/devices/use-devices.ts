'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useReadAt } from '@/components/shell/data-age';
import { getJson } from '@/lib/client/api';
import type { Device, DeviceHealth } from '@/lib/devices/device-contracts';

/** How often an open page asks again what was last seen. */
const POLL_MS = 15_000;
const PAGE = 500;
const DEVICES = ['devices'] as const;

// what one person saw must not be found in the memory of the page of the next
const COMMON = { gcTime: 0, staleTime: 0, retry: false } as const;

async function allDevices(signal: AbortSignal): Promise<Device[]> {
  const devices: Device[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? `limit=${PAGE}` : `limit=${PAGE}&cursor=${cursor}`;
    const page: { data: Device[]; next_cursor: string | null } = await getJson(`/api/devices?${query}`, signal);
    devices.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return devices;
}

/** All devices, asked for again while the page is open. */
export function useDevices(initial: Device[], readAt: string) {
  const query = useQuery({
    ...COMMON,
    queryKey: DEVICES,
    queryFn: ({ signal }) => allDevices(signal),
    initialData: initial,
    // the server's clock, so that what it drew and what the browser draws first are the same
    initialDataUpdatedAt: Date.parse(readAt),
    refetchInterval: POLL_MS,
    refetchOnMount: false,
  });
  useReadAt(query);
  return query;
}

/** One device, asked for again while the page is open. */
export function useDevice(initial: Device, readAt: string) {
  return useQuery({
    ...COMMON,
    queryKey: [...DEVICES, initial.device_ref],
    queryFn: ({ signal }) => getJson<Device>(`/api/devices/${initial.device_ref}`, signal),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(readAt),
    refetchInterval: POLL_MS,
    refetchOnMount: false,
  });
}

/** What came of a device; asked for again when it was heard of anew. */
export function useDeviceHealth(device: Device) {
  return useQuery({
    ...COMMON,
    queryKey: ['device-health', device.device_ref, device.last_seen_at, device.revision],
    queryFn: ({ signal }) => getJson<DeviceHealth>(`/api/devices/${device.device_ref}/health`, signal),
    placeholderData: (previous) => previous,
  });
}

/** Puts a device that a change has just answered in the place of what the page shows, and asks for the list anew. */
export function useDeviceChanged(): (device: Device) => void {
  const client = useQueryClient();
  return (device) => {
    client.setQueryData([...DEVICES, device.device_ref], device);
    void client.invalidateQueries({ queryKey: DEVICES, exact: true });
  };
}
