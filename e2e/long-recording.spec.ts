import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { expect, expectAccessible, test } from './support/fixtures';
import { PAUSE, sendHolter } from './support/holter';
import { inventedPerson, sendEcg } from './support/uploads';

/** Of signals and beats, before the day stands on the screen. */
const MOST_BYTES = 1_000_000;
/** Times are figures to look at; these only catch what is broken, as a busy machine adds to all of them. */
const BROKEN_AFTER_MS = 20_000;
const BROKEN_STEP_MS = 200;

let day: string;
test.describe.configure({ mode: 'serial', timeout: 600_000 });
test.beforeAll(async () => {
  test.setTimeout(600_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'nbh-'));
  try {
    day = await sendHolter(path.join(folder, 'day.dat'), `E2E-${randomUUID().slice(0, 8)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const paper = (page: Page) => page.locator('canvas[data-px-per-mm]');
const windowTime = (page: Page) => page.getByTestId('window-time');

/** Counts what the browser receives: of the record, and of everything; `settled` waits until all that was asked for is in. */
async function countBytes(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.clearBrowserCache');
  const ofRecord = new Set<string>();
  const asked = new Set<string>();
  let [record, all] = [0, 0];
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (!request.url.includes('/api/ecg/')) return;
    ofRecord.add(requestId);
    asked.add(requestId);
  });
  cdp.on('Network.loadingFailed', ({ requestId }) => asked.delete(requestId));
  // as they come: an answer that was read whole may still be told of as cancelled
  cdp.on('Network.dataReceived', ({ requestId, dataLength }) => {
    if (ofRecord.has(requestId)) record += dataLength;
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    all += encodedDataLength;
    asked.delete(requestId);
  });
  // the page may have read an answer before the browser tells of its end
  const settled = () => expect.poll(() => asked.size).toBe(0);
  return { cdp, settled, record: () => record, all: () => all };
}

/** A line of 10 Mbit/s and 20 ms. */
const slowLine = (cdp: CDPSession) =>
  cdp.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 20, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 },
  });

const open = async (page: Page, id: string) => {
  await page.goto(`/ecg/${id}`);
  await expect(paper(page)).toHaveAttribute('data-state', 'ready');
};

const openDay = async (page: Page) => {
  await open(page, day);
  await expect(page.getByTestId('overview')).toHaveAttribute('data-state', 'ready');
};

interface ReadyTimes {
  /** The trace stood on the screen. */
  trace: number;
  /** The page answered keys and clicks, with its own trace. */
  page: number;
  overview: number;
}

/** When what stood on the screen; ms since the navigation began. */
async function readyTimes(page: Page, address: string, withOverview: boolean): Promise<ReadyTimes> {
  await page.addInitScript(() => {
    const seen: Record<string, number> = {};
    Object.assign(window, { nightbeatReady: seen });
    const look = () => {
      const marks = {
        trace: 'canvas[data-first-trace][data-state="drawn"], canvas[data-px-per-mm][data-state="ready"]',
        page: 'canvas[data-px-per-mm][data-state="ready"]',
        overview: '[data-testid="overview"][data-state="ready"]',
      };
      for (const [name, selector] of Object.entries(marks))
        if (seen[name] === undefined && document.querySelector(selector)) seen[name] = performance.now();
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(address);
  await page.waitForFunction(
    (both) => {
      const seen = Reflect.get(window, 'nightbeatReady');
      return seen?.page !== undefined && (!both || seen?.overview !== undefined);
    },
    withOverview,
    { timeout: BROKEN_AFTER_MS * 2 },
  );
  return page.evaluate(() => Reflect.get(window, 'nightbeatReady'));
}

test('a standard ECG stands on the paper soon on a line of 10 Mbit/s', async ({ page }) => {
  const id = await sendEcg(inventedPerson('Swift'));
  const { cdp, all } = await countBytes(page);
  await slowLine(cdp);
  const { trace, page: whole } = await readyTimes(page, `/ecg/${id}`, false);
  console.log(
    `long-recording.spec: 12 leads × 10 s at 10 Mbit/s, nothing cached: first trace after ${trace.toFixed(0)} ms, the page answers after ${whole.toFixed(0)} ms, ${all()} bytes in all`,
  );
  expect(trace).toBeLessThan(BROKEN_AFTER_MS);
});

test('a day of three leads opens with little data', async ({ page }) => {
  const { cdp, settled, record, all } = await countBytes(page);
  await slowLine(cdp);
  const { trace, page: whole, overview } = await readyTimes(page, `/ecg/${day}`, true);
  await expect(page.getByTestId('disclosure').locator('canvas')).toHaveAttribute('data-state', 'ready');
  await settled();
  console.log(
    `long-recording.spec: 24 h × 3 leads × 250 Hz at 10 Mbit/s, nothing cached: trace after ${trace.toFixed(0)} ms, the page answers after ${whole.toFixed(0)} ms, overview after ${overview.toFixed(0)} ms, ${record()} bytes of the record, ${all()} in all`,
  );
  // the invented beats pack well: this says only that they were counted
  expect(record()).toBeGreaterThan(10_000);
  expect(record()).toBeLessThan(MOST_BYTES);
  expect(Math.max(trace, overview)).toBeLessThan(BROKEN_AFTER_MS);
});

test('a step of panning is drawn within a frame or two', async ({ page }) => {
  await openDay(page);
  const { steps, drawings } = await page.evaluate(async () => {
    // a drawing begins by setting the transform, and ends with the name of the last lead
    const { setTransform, fillText } = CanvasRenderingContext2D.prototype;
    let [begun, ended] = [0, 0];
    const isPaper = (ctx: CanvasRenderingContext2D) => ctx.canvas.dataset.pxPerMm !== undefined;
    CanvasRenderingContext2D.prototype.setTransform = function (this: CanvasRenderingContext2D, ...values: unknown[]) {
      if (isPaper(this)) begun = performance.now();
      Reflect.apply(setTransform, this, values);
    };
    CanvasRenderingContext2D.prototype.fillText = function (this: CanvasRenderingContext2D, ...values: unknown[]) {
      Reflect.apply(fillText, this, values);
      if (isPaper(this)) ended = performance.now();
    };
    const [steps, drawings]: [number[], number[]] = [[], []];
    for (let i = 0; i < 40; i += 1) {
      const pressed = performance.now();
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
      await new Promise((resolve) => setTimeout(resolve, 40));
      if (ended <= pressed) continue;
      steps.push(ended - pressed);
      drawings.push(performance.measure('paper', { start: begun, end: ended }).duration);
    }
    Object.assign(CanvasRenderingContext2D.prototype, { setTransform, fillText });
    return { steps, drawings };
  });
  const shown = (values: number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    return [0.25, 0.5, 1].map((share) => (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(1));
  };
  const [times, alone] = [shown(steps), shown(drawings)];
  console.log(
    `long-recording.spec pan step, from the key to the drawn paper: lower quartile, median, worst: ${times.join(', ')} ms; the drawing alone: ${alone.join(', ')} ms`,
  );
  expect(steps.length).toBeGreaterThan(30);
  expect(Number(times[0])).toBeLessThan(BROKEN_STEP_MS);
});

test('what was recorded is found again: the pause, the silence, the noise, every beat', async ({ page }) => {
  await openDay(page);
  const totals = page.getByRole('region', { name: 'Totals' });
  await expect(totals).toContainText('no AF labelled; absence not established');
  await expect(totals).toContainText('Nothing recorded10 min');
  await expect(totals).toContainText('Not judged, computed15 min: noise');
  await expect(page.getByTestId('overview')).toContainText('not judged, computed: noise');
  await page.getByRole('button', { name: /Longest RR/ }).click();
  await expect(page.getByRole('button', { name: /Longest RR/ })).toContainText(`${PAUSE.ms / 1000} s`);
  await expect(windowTime(page)).toContainText('20:05');
  await expect(page.getByRole('img', { name: /Beats on the paper/ })).toHaveAccessibleName(/RR 26\d\d ms|RR 259\d ms/);
  await page.getByRole('button', { name: 'Table' }).click();
  const hours = page.getByRole('region', { name: 'Overview as a table' }).getByRole('row');
  await expect(hours).toHaveCount(25);
  await expect(hours.nth(6)).toContainText('10 min');
  await expect(hours.nth(9)).toContainText('15 min');
  await expectAccessible(page);
});

test('the keyboard alone moves through the day', async ({ page }) => {
  await openDay(page);
  await expect(windowTime(page)).toHaveText('1 Nov 08:00:00 to 1 Nov 08:00:10');
  await page.keyboard.press('PageDown');
  await expect(windowTime(page)).toHaveText('1 Nov 08:00:10 to 1 Nov 08:00:20');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(windowTime(page)).toHaveText('1 Nov 08:00:11 to 1 Nov 08:00:21');
  await page.keyboard.press('Shift+T');
  await page.keyboard.type('22:41:17');
  await page.keyboard.press('Enter');
  await expect(windowTime(page)).toHaveText('1 Nov 22:41:12 to 1 Nov 22:41:22');
  await page.keyboard.press('Shift+Tab');
  await page.getByRole('slider', { name: 'Window on the paper' }).focus();
  await page.keyboard.press('Home');
  await expect(windowTime(page)).toHaveText('1 Nov 08:00:00 to 1 Nov 08:00:10');
  await page.keyboard.press('End');
  await expect(windowTime(page)).toContainText('to 2 Nov 08:00:00');
  await expect(paper(page)).toHaveAttribute('data-state', 'ready');
});

test('a click on the overview and on a line of full disclosure show that place', async ({ page }) => {
  await openDay(page);
  const overview = page.getByTestId('overview').locator('canvas');
  const box = await overview.boundingBox();
  if (!box) throw new Error('no overview');
  await overview.click({ position: { x: box.width / 2, y: 20 }, force: true });
  await expect(windowTime(page)).toContainText(/1 Nov (19:5\d|20:0\d)/);
  await page
    .getByRole('button', { name: /Show on the paper/ })
    .nth(2)
    .click();
  await expect(windowTime(page)).toContainText(/:\d\d:00 to/);
});

for (const scheme of ['light', 'dark'] as const) {
  for (const width of [1440, 1024, 390]) {
    test(`is accessible and scrolls in one direction only: ${scheme}, ${width} px wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 900 });
      await openDay(page);
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
        0,
      );
      expect(await page.title()).not.toMatch(/E2E|2026/);
    });
  }
}
