import { setTimeout as pause } from 'node:timers/promises';
import { apiKey, demonstration } from './demonstration';

const LOOK_EVERY_MS = 250;
const LONGEST_MS = 120_000;

async function get(path: string) {
  const { url } = demonstration();
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${apiKey('read')}` } });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  return response.json();
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + LONGEST_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('an ECG was not measured in time');
    await pause(LOOK_EVERY_MS);
  }
}

/** Waits until an ECG has been measured: its values are computed soon after it was stored. */
export function untilMeasured(id: string): Promise<void> {
  return until(async () => (await get(`/api/ecg/data/${id}`)).measuring !== 'waiting');
}

/** Waits until every ECG there is has been measured. */
export async function untilAllMeasured(): Promise<void> {
  for (let query = ''; ; ) {
    const { data, next_cursor } = await get(`/api/ecg/data?limit=100${query}`);
    for (const { id, status, measuring } of data)
      if (measuring === 'waiting' && status === 'stored') await untilMeasured(id);
    if (next_cursor === null) return;
    query = `&cursor=${encodeURIComponent(next_cursor)}`;
  }
}
