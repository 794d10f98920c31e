'use client';

import { useMemo, useSyncExternalStore } from 'react';
import type { Recording } from '@/lib/recordings/contracts';

const KEY = 'nightbeat-last-reading-step';
const CHANGED = 'nightbeat-last-reading-step-changed';

/** The confirmation or amendment that was just made in this tab and can still be taken back. No words, no patient. */
export interface LastStep {
  id: string;
  version: number;
  revision: number;
  state: Recording['reading']['state'];
  /** Until when, by this browser's clock; the server's own clock decides. */
  until: number;
}

/** The words of it, in the memory of the page alone: for who takes it back on another page and comes to write on. */
let words: { id: string; statement: string; takenBack: boolean } | null = null;

/** The words of this ECG that were taken back on another page; null where none were. */
export function wordsTakenBack(id: string): string | null {
  return words?.takenBack && words.id === id ? words.statement : null;
}

/** Forgets words that stand in their field again. */
export function forgetWords(id: string): void {
  if (words?.id === id && words.takenBack) words = null;
}

function read(): string {
  try {
    return window.sessionStorage.getItem(KEY) ?? '';
  } catch {
    // Storage can be closed to us (private windows); nothing is kept then.
    return '';
  }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  return () => window.removeEventListener(CHANGED, onChange);
}

function isStep(value: unknown): value is LastStep {
  if (typeof value !== 'object' || value === null) return false;
  const { id, version, revision, state, until } = value as Partial<Record<keyof LastStep, unknown>>;
  const numbers = [version, revision, until].every((one) => typeof one === 'number');
  return numbers && typeof id === 'string' && (state === 'confirmed' || state === 'amended');
}

function stepOf(text: string): LastStep | null {
  try {
    const value: unknown = JSON.parse(text);
    return isStep(value) && value.until > Date.now() ? value : null;
  } catch {
    return null;
  }
}

function keep(step: LastStep | null): void {
  try {
    if (step) window.sessionStorage.setItem(KEY, JSON.stringify(step));
    else window.sessionStorage.removeItem(KEY);
  } catch {
    // Without storage there is nothing to offer on the next page; the step itself stands all the same.
  }
  window.dispatchEvent(new Event(CHANGED));
}

/** Notes a step; it stays over a reload and on the pages opened next in this tab. */
export function noteLastStep(step: LastStep, statement: string): void {
  words = { id: step.id, statement, takenBack: false };
  keep(step);
}

/** Ends the offer: the step was taken back, or its time is over. */
export function endLastStep(how: 'taken_back' | 'over'): void {
  if (words && how === 'taken_back') words = { ...words, takenBack: true };
  keep(null);
}

/** The step that can still be taken back; null where there is none. */
export function useLastStep(): LastStep | null {
  const text = useSyncExternalStore(subscribe, read, () => '');
  return useMemo(() => (text === '' ? null : stepOf(text)), [text]);
}
