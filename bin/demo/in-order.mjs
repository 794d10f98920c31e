/** Takes the first item none of whose names is busy or belongs to an item before it that still waits. */
function takeFree(waiting, busy, namesOf) {
  const taken = new Set(busy);
  for (const [index, item] of waiting.entries()) {
    const names = namesOf(item);
    if (names.every((name) => !taken.has(name))) return waiting.splice(index, 1)[0];
    for (const name of names) taken.add(name);
  }
  return undefined;
}

/**
 * Works through items, several at once, but those that share a name one after the other in their order. The first
 * failure lets what is under way end, begins nothing more and is thrown.
 * @template T
 * @param {T[]} items
 * @param {{atOnce: number, namesOf: (item: T) => string[], work: (item: T) => Promise<unknown>}} options
 */
export async function workInOrder(items, { atOnce, namesOf, work }) {
  const waiting = [...items];
  const busy = new Set();
  const running = new Set();
  let failure = null;
  const begin = (item) => {
    const names = namesOf(item);
    for (const name of names) busy.add(name);
    const run = work(item)
      .catch((error) => {
        failure ??= { error };
      })
      .finally(() => {
        for (const name of names) busy.delete(name);
        running.delete(run);
      });
    running.add(run);
  };
  while (failure === null && (waiting.length > 0 || running.size > 0)) {
    const next = running.size < atOnce ? takeFree(waiting, busy, namesOf) : undefined;
    if (next === undefined) await Promise.race(running);
    else begin(next);
  }
  await Promise.all(running);
  if (failure) throw failure.error;
}
