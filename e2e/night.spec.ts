import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { apiKey, demonstration } from './support/demonstration';
import { expect, expectAccessible, test } from './support/fixtures';
import { phaseOf } from './support/uploads';

const RATE_HZ = 25;
const PARTS_H = [3.4, 2.5, 3];
const SLOW = [
  'pressure',
  'epap',
  'leak',
  'resp_rate',
  'tidal_volume',
  'minute_ventilation',
  'snore',
  'flow_limitation',
];
const UNITS: Record<string, string> = {
  ...{ pressure: 'cmH2O', epap: 'cmH2O', leak: 'L/min', resp_rate: '/min', tidal_volume: 'mL' },
  ...{ minute_ventilation: 'L/min', snore: '1', flow_limitation: '1', spo2: '%', pulse: '/min' },
};
/** Most a night may send before it is drawn. */
const MOST_SIGNAL_BYTES = 300_000;
/** Far above the 30 ms that are wanted, so that other work on the machine is not taken for ours: the figure is printed. */
const MOST_PAN_MS = 120;

/** Breathing of 15 /min with a slow drift, in whole hundredths of a litre a second, that belongs to this text alone. */
function breaths(seconds: number, mark: string): number[] {
  const phase = phaseOf(mark);
  return Array.from({ length: seconds * RATE_HZ }, (_, i) => {
    const t = i / RATE_HZ;
    return Math.round((40 + 12 * Math.sin(t / 97)) * Math.sin((t * Math.PI) / 2) + 3 * Math.sin(t * 11 + phase));
  });
}

function slow(name: string, seconds: number): number[] {
  const level = { pressure: 150, epap: 110, leak: 60, resp_rate: 150, tidal_volume: 5000 }[name] ?? 50;
  return Array.from({ length: seconds / 2 }, (_, i) =>
    Math.round(level * (1 + 0.2 * Math.sin(i / 61) * Math.sin(i / 7))),
  );
}

function aSession(startMs: number, hours: number, mark: string) {
  const seconds = Math.round(hours * 3600);
  const iso = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00');
  const fast = { name: 'flow', unit: 'L/s', sampling_rate_hz: RATE_HZ, scale: 0.01, samples: breaths(seconds, mark) };
  const others = SLOW.map((name) => ({
    ...{ name, unit: UNITS[name], sampling_rate_hz: 0.5, scale: 0.1, samples: slow(name, seconds) },
  }));
  const oximetry = ['spo2', 'pulse'].map((name) => ({
    ...{ name, unit: UNITS[name], sampling_rate_hz: 1 },
    samples: Array.from({ length: seconds }, (_, i) => (name === 'spo2' ? 95 : 66) + ((i >> 6) % 3)),
  }));
  const events = ['central_apnea', 'hypopnea'].map((type, i) => ({
    ...{ type, start: iso(startMs + (i + 1) * 1_800_000), duration_s: type === 'hypopnea' ? 0 : 14 },
  }));
  return { start: iso(startMs), end: iso(startMs + seconds * 1000), events, signals: [fast, ...others, ...oximetry] };
}

/** Sends 8.9 h at 25 Hz in three sessions and gives the address of the night. */
async function sendNight(): Promise<string> {
  const headers = { authorization: `Bearer ${apiKey('ingest:ecg', 'ingest:therapy', 'read')}` };
  const { url } = demonstration();
  const patient_id = `E2E-NIGHT-${randomUUID().slice(0, 8)}`;
  let at = Date.parse('2026-10-20T21:00:00Z');
  const sessions = PARTS_H.map((hours) => {
    const session = aSession(at, hours, patient_id);
    at += hours * 3_600_000 + 900_000;
    return session;
  });
  const body = {
    patient_id,
    device_id: `PAP-${randomUUID().slice(0, 8)}`,
    device: { make: 'ResMed', model: 'AirCurve 10 VAuto' },
    therapy: {
      ...{ mode: 'BPAP_AUTO', leak_type: 'unintentional', settings: { mask_type: 'nasal', ipap_max_cmh2o: 19 } },
      ...{ sessions, summary: { usage_minutes: 534, ahi: 0.7 } },
    },
  };
  const sent = await fetch(`${url}/api/bipap/data`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(sent.status, await sent.clone().text()).toBe(201);
  const { links } = await sent.json();
  const record = await (await fetch(url + links.self, { headers })).json();
  return `/therapy/${record.therapy.night_id}`;
}

let address: string;
test.beforeAll(async () => {
  address = await sendNight();
});

const cursor = (page: Page) => page.getByRole('slider', { name: 'Time cursor' });
const lanes = (page: Page) => page.getByRole('region', { name: 'Lanes of the night' });
const spanOf = (page: Page) => lanes(page).evaluate(({ dataset }) => Number(dataset.to) - Number(dataset.from));

async function openNight(page: Page): Promise<{ signalBytes: () => number }> {
  let bytes = 0;
  page.on('response', async (response) => {
    if (response.url().includes('/signals?')) bytes += (await response.body().catch(() => Buffer.alloc(0))).length;
  });
  await page.goto(address);
  await expect(page.getByTestId('night-lanes')).toHaveAttribute('data-state', 'ready');
  await expect(page.getByRole('button', { name: /central apnoea/i }).first()).toBeVisible();
  return { signalBytes: () => bytes };
}

test('a night of 8.9 h at 25 Hz opens with little data, accessible, discreet', async ({ page }, { project }) => {
  const { signalBytes } = await openNight(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Tue 20 to Wed 21 Oct 2026');
  await expect(page.getByLabel('Facts of the night')).toContainText('0.7');
  await expectAccessible(page);
  expect(await page.title()).not.toMatch(/E2E|2026/);
  expect(page.url()).toMatch(/\/therapy\/ngt_[0-9A-Z]{26}$/);
  // no page scrolls sideways
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  console.log(`night.spec ${project.name}: ${signalBytes()} bytes of signals`);
  expect(signalBytes()).toBeGreaterThan(10_000);
  expect(signalBytes()).toBeLessThanOrEqual(MOST_SIGNAL_BYTES);
  await page.getByRole('button', { name: 'Table' }).click();
  await expectAccessible(page);
});

test('a step of panning is drawn within a frame or two', async ({ page }, { project }) => {
  await openNight(page);
  await page.getByText('30 min', { exact: true }).click();
  await expect(page.getByTestId('night-lanes')).toHaveAttribute('data-state', 'ready');
  // From the wheel to the end of the commit that draws the canvases; the observer runs right after it.
  const steps = await lanes(page).evaluate(async (stack) => {
    const area = stack.querySelector('[role="slider"]')?.parentElement;
    const times: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      const drawn = new Promise<number>((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve(performance.now());
        });
        observer.observe(stack, { attributes: true, attributeFilter: ['data-from'] });
      });
      const begun = performance.now();
      area?.dispatchEvent(new WheelEvent('wheel', { deltaX: 20, bubbles: true, cancelable: true }));
      times.push((await drawn) - begun);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return times.sort((a, b) => a - b);
  });
  const at = (share: number) => steps[Math.floor((steps.length - 1) * share)] ?? Number.NaN;
  const shown = [0.25, 0.5, 1].map((share) => at(share).toFixed(1)).join(', ');
  console.log(`night.spec ${project.name} pan step: lower quartile, median, worst: ${shown} ms`);
  // what else runs on the machine can only add to it
  expect(at(0.25)).toBeLessThanOrEqual(MOST_PAN_MS);
});

test('the keyboard alone reads a night', async ({ page }) => {
  await openNight(page);
  await page.keyboard.press('n');
  await expect(cursor(page)).toHaveAttribute('aria-valuetext', /^\d\d:30:00, device local$/);
  await expect(page.getByRole('button', { name: /central apnoea/i }).first()).toHaveAttribute('aria-current', 'true');
  const whole = await spanOf(page);
  await page.keyboard.press('.');
  await expect.poll(() => spanOf(page)).toBeLessThan(whole * 0.6);
  await page.keyboard.press(',');
  await expect.poll(() => spanOf(page)).toBeGreaterThan(whole * 0.9);
  await cursor(page).focus();
  await page.keyboard.press('Home');
  const first = await cursor(page).getAttribute('aria-valuenow');
  await page.keyboard.press('Shift+ArrowRight');
  expect(Number(await cursor(page).getAttribute('aria-valuenow')) - Number(first)).toBe(60);
  await page.keyboard.press('End');
  await expect(page.getByRole('status', { name: 'Values at the cursor' })).toContainText('Flow');
});

test('another organisation’s or no night is the same not-found page', async ({ page }) => {
  await page.goto(`/therapy/ngt_${'0'.repeat(26)}`);
  await expect(page.getByText(/does not exist or is outside your access/)).toBeVisible();
  await expectAccessible(page);
});
