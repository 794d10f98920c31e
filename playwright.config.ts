import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const SYSTEM_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Chromium as `npm test` found it, one of the system's, or (undefined) Playwright's own. */
const executablePath = process.env.CHROMIUM_PATH || SYSTEM_BROWSERS.find((file) => existsSync(file));

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/start-application.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // generous: how fast a page is shows in benchmarks, not in journeys on a machine that may be busy
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    // what was asked and said; pictures of every step would slow every journey by a quarter
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    },
  },
  projects: [
    { name: 'desktop', use: { browserName: 'chromium', viewport: { width: 1440, height: 900 } } },
    {
      name: 'phone',
      // these set their own screens, or need none
      testIgnore: [
        ...['card.spec.ts', 'crash.spec.ts', 'device-api.spec.ts', 'discreet.spec.ts', 'guide.spec.ts'],
        ...['large-uploads.spec.ts', 'long-recording.spec.ts', 'paper-scale.spec.ts', 'settings.spec.ts'],
      ],
      use: {
        browserName: 'chromium',
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 2,
        isMobile: true,
        hasTouch: true,
      },
    },
  ],
});
