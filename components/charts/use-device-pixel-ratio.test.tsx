import { act, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useDevicePixelRatio } from './use-device-pixel-ratio';

afterEach(() => vi.unstubAllGlobals());

/** A screen whose pixel ratio can change, as by browser zoom or by moving the window. */
function screenWith(ratio: number) {
  let listener: (() => void) | null = null;
  const asked: string[] = [];
  vi.stubGlobal('devicePixelRatio', ratio);
  vi.stubGlobal('matchMedia', (query: string) => {
    asked.push(query);
    return {
      addEventListener: (_type: string, added: () => void) => {
        listener = added;
      },
      removeEventListener: () => {
        listener = null;
      },
    };
  });
  const change = (next: number) =>
    act(() => {
      vi.stubGlobal('devicePixelRatio', next);
      listener?.();
    });
  return { asked, change, isWatched: () => listener !== null };
}

describe('pixel ratio of the screen', () => {
  it('follows every change, each time asking for the ratio that holds now', () => {
    const screen = screenWith(1);
    const { result, unmount } = renderHook(() => useDevicePixelRatio());
    expect(result.current).toBe(1);
    screen.change(1.25);
    expect(result.current).toBe(1.25);
    screen.change(2);
    expect(result.current).toBe(2);
    expect(screen.asked).toEqual(['(resolution: 1dppx)', '(resolution: 1.25dppx)', '(resolution: 2dppx)']);
    unmount();
    expect(screen.isWatched()).toBe(false);
  });
});
