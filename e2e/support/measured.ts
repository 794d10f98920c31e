import { setTimeout as pause } from 'node:timers/promises';
import { apiKey, demonstration } from './demonstration';

const LOOK_EVERY_MS = 250;
const LONGEST_MS = 120_000;

/** A running application and a key of it that may read. */
interface Api {
  url: string;
  key: string;
}

const ofTheTests = (): Api => ({ url: demonstration().url, key: apiKey('read') });

async function get({ url, key }: Api, path: string) {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  return response.json();
}

/** Waits until an ECG has been measured: its values are computed soon after it was stored. */
export async function untilMeasured(id: string, api: Api = ofTheTests()): Promise<void> {
  const end = Date.now() + LONGEST_MS;
  while ((await get(api, `/api/ecg/data/${id}`)).measuring === 'waiting') {
    if (Date.now() > end) throw new Error('an ECG was not measured in time');
    await pause(LOOK_EVERY_MS);
  }
}

/** Waits until every ECG there is has been measured. */
export async function untilAllMeasured(api: Api = ofTheTests()): Promise<void> {
  for (let query = ''; ; ) {
    const { data, next_cursor } = await get(api, `/api/ecg/data?limit=100${query}`);
    for (const { id, status, measuring } of data)
      if (measuring === 'waiting' && status === 'stored') await untilMeasured(id, api);
    if (next_cursor === null) return;
    query = `&cursor=${encodeURIComponent(next_cursor)}`;
  }
}
