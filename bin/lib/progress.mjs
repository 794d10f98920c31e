const TICK_MS = 1000;

/** Seconds since a `performance.now()` value, written with one decimal. */
export function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/**
 * Runs one step of the start and shows it as one line: name, then the seconds it took. On a terminal the seconds
 * count while it runs. A step that finds nothing to do answers `false` and leaves no line.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what the work gave
 */
export async function showStep(name, work, output = process.stdout) {
  const start = performance.now();
  const live = output.isTTY === true;
  const draw = (text) => output.write(`\r\u001b[2K${name} … ${text}`);
  if (live) draw('');
  else output.write(`${name} … `);
  const timer = live ? setInterval(() => draw(secondsSince(start)), TICK_MS) : undefined;
  let ending = 'failed';
  try {
    const result = await work();
    ending = secondsSince(start);
    return result;
  } finally {
    clearInterval(timer);
    if (live) draw(`${ending}\n`);
    else output.write(`${ending}\n`);
  }
}
