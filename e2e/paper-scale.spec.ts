import { expect as assert, type Browser, type Page } from '@playwright/test';
import { apiKey, demonstration, sessionFile } from './support/demonstration';
import { test } from './support/fixtures';

const RATE_HZ = 500;
const LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

/** A ruler to lay on the paper: 1 mV for 100 ms at the start of every second, nothing in between. */
function rulerBody() {
  const lead = Array.from({ length: 10 * RATE_HZ }, (_, index) => (index % RATE_HZ < 50 ? 1000 : 0));
  return {
    patient_id: 'RULER-1',
    patient: { family_name: 'Ruler', given_name: 'Straight' },
    device_id: 'RULER',
    source_id: 'ruler-1',
    recording_date: '2026-11-01T10:00:00Z',
    recording: { sampling_rate_hz: RATE_HZ, unit: 'uV', leads: Object.fromEntries(LEADS.map((name) => [name, lead])) },
  };
}

async function uploadRuler(): Promise<string> {
  const response = await fetch(`${demonstration().url}/api/ecg/data`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey('ingest:ecg')}`, 'content-type': 'application/json' },
    body: JSON.stringify(rulerBody()),
  });
  assert([200, 201]).toContain(response.status);
  return (await response.json()).id;
}

interface Measured {
  /** CSS pixels from one second's pulse to the next on the rhythm strip, and the height of a pulse. */
  second_px: number;
  millivolt_px: number;
  /** The calibration pulse in front of the strip. */
  calibration_px: number;
  /** Distance of the bold lines, 5 mm. */
  bold_px: number;
  k: number;
}

/** Measures the drawn pixels of the paper: nothing the page says about itself is used but where the strip is. */
function measure(page: Page): Promise<Measured> {
  return page.locator('canvas[data-px-per-mm]').evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { width, height } = canvas;
    const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
    const ratio = width / canvas.getBoundingClientRect().width;
    const at = (x: number, y: number) =>
      [0, 1, 2].map((band) => data[(y * width + x) * 4 + band] ?? 0) as [number, number, number];
    const isInk = (x: number, y: number) => at(x, y).every((value) => value < 180);
    // rows of ink: the trace's two levels are the two fullest rows of the lowest strip
    const inkInRow = Array.from({ length: height }, (_, y) => {
      let count = 0;
      for (let x = 0; x < width; x++) if (isInk(x, y)) count += 1;
      return count;
    });
    const lowest = inkInRow.findLastIndex((count) => count > width / 3);
    let base = lowest;
    while ((inkInRow[base - 1] ?? 0) > width / 3) base -= 1;
    const baseCentre = (base + lowest) / 2;
    // one column inside a pulse: the ink above the base line is its top
    // far enough up for a pulse, not as far as the row above
    const strip = { top: Math.round(baseCentre - 14 * Number(canvas.dataset.pxPerMm) * ratio), bottom: base - 3 };
    const tops: { x: number; y: number }[] = [];
    for (let x = 0; x < width; x++) {
      const ys = [];
      for (let y = strip.top; y < strip.bottom; y++) if (isInk(x, y)) ys.push(y);
      // a flat top is a short run of ink; an edge is a tall one
      if (ys.length > 0 && ys.length <= 3 * ratio + 1)
        tops.push({ x, y: ys.reduce((sum, y) => sum + y, 0) / ys.length });
    }
    const runs: { from: number; to: number; y: number }[] = [];
    for (const { x, y } of tops) {
      const last = runs.at(-1);
      if (last && x - last.to <= 2 && Math.abs(last.y - y) < 2) last.to = x;
      else runs.push({ from: x, to: x, y });
    }
    const flat = runs.filter(({ from, to }) => to - from >= 4 * ratio);
    const [calibration, ...pulses] = flat;
    const gaps = pulses.slice(1).map(({ from }, index) => from - (pulses[index]?.from ?? 0));
    const bold: number[] = [];
    const probe = Math.round(3 * ratio);
    for (let x = 0; x < width; x++) {
      const [red, green] = at(x, probe);
      if (red - green > 35) bold.push(x);
    }
    const boldGaps = bold
      .slice(1)
      .map((x, index) => x - (bold[index] ?? 0))
      .filter((gap) => gap > 3 * ratio);
    const middle = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
    return {
      second_px: middle(gaps) / ratio,
      millivolt_px: (baseCentre - middle(pulses.map(({ y }) => y))) / ratio,
      calibration_px: (baseCentre - (calibration?.y ?? 0)) / ratio,
      bold_px: middle(boldGaps) / ratio,
      k: Number(canvas.dataset.pxPerMm),
    };
  });
}

function check(measured: Measured): void {
  const { k } = measured;
  const near = (name: string, value: number, expected: number) =>
    assert(Math.abs(value - expected), `${name}: ${value} instead of ${expected}`).toBeLessThanOrEqual(1);
  near('1 s', measured.second_px, 25 * k);
  near('1 mV', measured.millivolt_px, 10 * k);
  near('calibration pulse', measured.calibration_px, 10 * k);
  near('5 mm', measured.bold_px, 5 * k);
}

async function openRuler(browser: Browser, deviceScaleFactor: number): Promise<Page> {
  const context = await browser.newContext({
    baseURL: demonstration().url,
    storageState: sessionFile('clinician'),
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor,
  });
  const page = await context.newPage();
  await page.goto(`/ecg/${await uploadRuler()}`);
  await assert(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
  await page.evaluate(() => document.fonts.ready);
  return page;
}

for (const ratio of [1, 1.25, 2]) {
  test(`1 s is 25 mm and 1 mV is 10 mm at pixel ratio ${ratio}, also after resizing`, async ({ browser }) => {
    const page = await openRuler(browser, ratio);
    const first = await measure(page);
    check(first);
    for (const [width, height] of [
      [1100, 800],
      [1023, 700],
      [1700, 1000],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(400);
      await assert(page.locator('canvas[data-px-per-mm]')).toHaveAttribute('data-state', 'ready');
      check(await measure(page));
    }
    await page.context().close();
  });
}
