'use client';

import { useEffect, useRef, useSyncExternalStore } from 'react';

const STORAGE_KEY = 'nightbeat-single-keys';
const CHANGED = 'nightbeat-single-keys-changed';
const SEQUENCE_MS = 1000;

function singleKeysOn(): boolean {
  try {
    return window.localStorage.getItem(STORAGE_KEY) !== 'off';
  } catch {
    // Storage can be closed to us (private windows); shortcuts then stay on.
    return true;
  }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  window.addEventListener('storage', onChange);
  return () => {
    window.removeEventListener(CHANGED, onChange);
    window.removeEventListener('storage', onChange);
  };
}

/** Whether single-key shortcuts are on; a person may switch them off (WCAG 2.1.4). */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, singleKeysOn, () => true);
  const set = (next: boolean) => {
    try {
      window.localStorage.setItem(STORAGE_KEY, next ? 'on' : 'off');
    } catch {
      // Without storage the choice cannot be kept; nothing else depends on it.
    }
    window.dispatchEvent(new Event(CHANGED));
  };
  return [on, set];
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
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    let first = { key: '', at: Number.NEGATIVE_INFINITY };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      if (takesTheKey(event.target) || isOwnArrow(event) || !singleKeysOn()) return;
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
