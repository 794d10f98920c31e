const tails = new Map<string, Promise<unknown>>();

/**
 * Runs pieces of work of one name one after the other in this process. Commits of one organisation all take its next
 * change number, so that side by side they would only meet as write conflicts and be repeated.
 */
export function inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const before = tails.get(name) ?? Promise.resolve();
  const result = before.then(work, work);
  const tail = result.catch(() => undefined);
  tails.set(name, tail);
  void tail.then(() => {
    if (tails.get(name) === tail) tails.delete(name);
  });
  return result;
}
