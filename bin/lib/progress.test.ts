import { describe, expect, it } from 'vitest';
import { showStep } from './progress.mjs';

/** An output that keeps what is written, with every duration as `N s`. */
function anOutput(isTTY: boolean) {
  const written: string[] = [];
  const output = { isTTY, write: (text: string) => written.push(text) };
  return { output, text: () => written.join('').replace(/\d+\.\d s/g, 'N s') };
}

async function loadTen(show: (done: number, total: number) => void): Promise<string> {
  for (let done = 1; done <= 10; done += 1) show(done, 10);
  return 'loaded';
}

describe('a step of the start', () => {
  it('is one plain line where nobody watches, with each quarter once', async () => {
    const { output, text } = anOutput(false);
    expect(await showStep('Loading', loadTen, output)).toBe('loaded');
    expect(text()).toBe('Loading … 25 % … 50 % … 75 % … N s\n');
  });

  it('draws a bar on a terminal and leaves only the seconds', async () => {
    const { output, text } = anOutput(true);
    await showStep('Loading', loadTen, output);
    const drawn = text().split('\r\u001b[2K');
    expect(drawn).toContain(`Loading … [${'█'.repeat(12)}${'·'.repeat(12)}] 5 of 10 N s`);
    expect(drawn.at(-1)).toBe('Loading … N s\n');
  });

  it('says that it failed and throws', async () => {
    const { output, text } = anOutput(false);
    await expect(showStep('Loading', () => Promise.reject(new Error('no')), output)).rejects.toThrow('no');
    expect(text()).toBe('Loading … failed\n');
  });
});
