import type { Logger } from '@/lib/platform/logger';

/**
 * Runs the work again and again, `pauseMs` after each run has ended, until stopped. A failing run is logged and does
 * not end the series.
 * @returns a function that stops the series and waits for a run under way.
 */
export function repeat(name: string, pauseMs: number, log: Logger, work: () => Promise<void>): () => Promise<void> {
  let stopped = false;
  let wake: () => void = () => undefined;
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const series = (async () => {
    while (!stopped) {
      await work().catch((error: unknown) => log.error({ job: name, err: error }, 'job failed'));
      if (!stopped) await pause();
    }
  })();
  return async () => {
    stopped = true;
    wake();
    await series;
  };
}
