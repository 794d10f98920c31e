const TICK_MS = 1000;

/** Seconds since a `performance.now()` value, written with one decimal. */
export function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

const BAR_CELLS = 24;
const PLAIN_STEPS = 4;

/** How far a step is: a bar on a terminal, each quarter once on anything else. */
function createProgress(live, draw, write) {
  let quarters = 0;
  let bar = '';
  return {
    bar: () => bar,
    /** @param {number} done @param {number} total */
    show(done, total) {
      const cells = Math.floor((done / total) * BAR_CELLS);
      bar = `[${'█'.repeat(cells)}${'·'.repeat(BAR_CELLS - cells)}] ${done} of ${total} `;
      const reached = Math.floor((done / total) * PLAIN_STEPS);
      if (live) draw();
      else if (reached > quarters && reached < PLAIN_STEPS) write(`${reached * (100 / PLAIN_STEPS)} % … `);
      quarters = Math.max(quarters, reached);
    },
  };
}

/**
 * Runs one step of the start and shows it as one line: name, then the seconds it took. On a terminal the seconds
 * count while it runs, and a bar shows how far the step says it is.
 * @template T
 * @param {string} name
 * @param {(showProgress: (done: number, total: number) => void) => Promise<T>} work
 * @returns {Promise<T>} what the work gave
 */
export async function showStep(name, work, output = process.stdout) {
  const start = performance.now();
  const live = output.isTTY === true;
  const draw = (text) => output.write(`\r\u001b[2K${name} … ${text}`);
  const drawRunning = () => draw(progress.bar() + secondsSince(start));
  const progress = createProgress(live, drawRunning, (text) => output.write(text));
  if (live) draw('');
  else output.write(`${name} … `);
  const timer = live ? setInterval(drawRunning, TICK_MS) : undefined;
  let ending = 'failed';
  try {
    const result = await work(progress.show);
    ending = secondsSince(start);
    return result;
  } finally {
    clearInterval(timer);
    if (live) draw(`${ending}\n`);
    else output.write(`${ending}\n`);
  }
}
