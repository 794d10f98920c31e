// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTypeAhead, takeTypeAhead } from './type-ahead';

const heard = vi.fn();
const press = (...keys: string[]) => {
  for (const key of keys)
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
};

beforeEach(() => {
  heard.mockClear();
  vi.useFakeTimers();
  window.addEventListener('keydown', heard);
});

afterEach(() => {
  takeTypeAhead();
  vi.useRealTimers();
  window.removeEventListener('keydown', heard);
});

describe('what is typed while the page with the field is on its way', () => {
  it('is kept for the field, and is no shortcut of the page that is left', () => {
    startTypeAhead();
    press('p', 'n', 'Backspace', 'Shift', 'E', ' ', '7');
    expect(takeTypeAhead()).toBe('pE 7');
    expect(heard).not.toHaveBeenCalled();
  });

  it('is gathered only from the asking to the taking', () => {
    press('a');
    startTypeAhead();
    press('b');
    expect(takeTypeAhead()).toBe('b');
    press('c');
    expect(takeTypeAhead()).toBe('');
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('is forgotten on Escape, on a press elsewhere, and when the page does not come', () => {
    for (const leave of [
      () => press('Escape'),
      () => document.body.dispatchEvent(new Event('pointerdown', { bubbles: true })),
      () => vi.advanceTimersByTime(10_000),
    ]) {
      startTypeAhead();
      press('p');
      leave();
      heard.mockClear();
      press('q');
      expect(heard).toHaveBeenCalledTimes(1);
      expect(takeTypeAhead()).toBe('');
    }
  });
});
