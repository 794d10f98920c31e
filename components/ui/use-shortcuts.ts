'use client';

import { useEffect, useLayoutEffect, useRef } from 'react';
import { keptText } from './kept-text';
import { useKeptText } from './use-kept-text';

const STORAGE_KEY = 'nightbeat-single-keys';
const SEQUENCE_MS = 1000;

const isOn = (kept: string) => kept !== 'off';

/** Whether single-key shortcuts are on; a person may switch them off (WCAG 2.1.4). */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const [kept, keep] = useKeptText(STORAGE_KEY);
  return [isOn(kept), (on) => keep(on ? 'on' : 'off')];
}

const TEXT_INPUTS =
  'input:not([type="radio"], [type="checkbox"], [type="button"]), textarea, select, [contenteditable="true"]';

function takesTheKey(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`${TEXT_INPUTS}, [role="dialog"], [role="menu"]`) !== null;
}

/** Arrow keys move within a group of radio buttons and a slider, whatever the page does with them. */
const MOVES_BY_ARROWS = 'input[type="radio"], [role="slider"]';

function isOwnArrow(event: KeyboardEvent): boolean {
  return event.key.startsWith('Arrow') && event.target instanceof Element && event.target.matches(MOVES_BY_ARROWS);
}

/** What Enter presses by itself, whatever the page does with it. */
const PRESSED_BY_ENTER = 'button, a[href], summary, [role="button"], [role="option"], [role="slider"]';

function isOwnEnter(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && event.target instanceof Element && event.target.matches(PRESSED_BY_ENTER);
}

/** How a key is named in `Shortcuts`: as it prints, a capital letter as `Shift+s`, an arrow with Shift as `Shift+ArrowUp`. */
function keyName(event: KeyboardEvent): string {
  if (event.shiftKey && event.key.startsWith('Arrow')) return `Shift+${event.key}`;
  return /^[A-Z]$/.test(event.key) ? `Shift+${event.key.toLowerCase()}` : event.key;
}

/** What to do for a key (`s`, `Shift+s`, `+`, `/`) or for two keys one after the other (`g p`). */
export type Shortcuts = Readonly<Record<string, () => void>>;

/**
 * Listens for single-key shortcuts on the whole page. They are off while a text field, dialog or menu has the focus,
 * with Ctrl, Alt or Meta held, and where the person has switched them off.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  // with the commit, so that no key meets what the page showed before
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    let first = { key: '', at: Number.NEGATIVE_INFINITY };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      if (takesTheKey(event.target) || isOwnArrow(event) || isOwnEnter(event)) return;
      if (!isOn(keptText(STORAGE_KEY))) return;
      const key = keyName(event);
      const sequence = event.timeStamp - first.at < SEQUENCE_MS ? latest.current[`${first.key} ${key}`] : undefined;
      const run = sequence ?? latest.current[key];
      first = { key, at: event.timeStamp };
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
