import { describe, expect, it } from 'vitest';
import { SharedRuns } from './shared-runs';

/** Runs that end when they are told to, in the order they began. */
function controlled() {
  const begun: { name: string; end: () => void; fail: (error: Error) => void }[] = [];
  const runs = new SharedRuns(
    (name) => new Promise((resolve, reject) => begun.push({ name, end: resolve, fail: reject })),
  );
  return { runs, begun };
}

describe('SharedRuns', () => {
  it('gives those who ask during a run the next one, together', async () => {
    const { runs, begun } = controlled();
    const first = runs.run('a');
    const second = runs.run('a');
    const third = runs.run('a');
    expect(begun).toHaveLength(1);
    begun[0]?.end();
    await first;
    await Promise.resolve();
    expect(begun).toHaveLength(2);
    const late = runs.run('a');
    begun[1]?.end();
    await Promise.all([second, third]);
    begun[2]?.end();
    await late;
    expect(begun).toHaveLength(3);
  });

  it('runs at once when nothing of the name is under way', async () => {
    const { runs, begun } = controlled();
    const one = runs.run('a');
    const other = runs.run('b');
    expect(begun.map(({ name }) => name)).toEqual(['a', 'b']);
    for (const { end } of begun) end();
    await Promise.all([one, other]);
    const again = runs.run('a');
    expect(begun).toHaveLength(3);
    begun[2]?.end();
    await again;
  });

  it('tells a failure to those who shared that run and to nobody else', async () => {
    const { runs, begun } = controlled();
    const first = runs.run('a');
    const second = runs.run('a');
    begun[0]?.fail(new Error('full'));
    await expect(first).rejects.toThrow('full');
    await Promise.resolve();
    begun[1]?.end();
    await expect(second).resolves.toBeUndefined();
  });
});
