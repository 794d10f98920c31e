'use client';

import { type RefObject, useEffect } from 'react';
import { useShortcuts } from './use-shortcuts';

const ROW_LINK = '[data-row-link]';

function links(list: HTMLElement | null): HTMLElement[] {
  return list ? [...list.querySelectorAll<HTMLElement>(ROW_LINK)] : [];
}

/** Place of the row that has the focus; −1 where none has. */
function focusedRow(list: HTMLElement | null): number {
  return links(list).findIndex((link) => link.contains(document.activeElement));
}

function move(list: HTMLElement | null, by: 1 | -1): boolean {
  const at = focusedRow(list);
  const next = at === -1 ? (by === 1 ? 0 : -1) : at + by;
  const target = links(list)[next];
  target?.focus();
  return target !== undefined;
}

/**
 * Lets the keyboard walk the rows of a list: j and k, arrow keys while a row or the search field has the focus. Each
 * row's link carries `data-row-link`; Enter opens it as any link. A key that somebody else has handled is left alone.
 * @param list holds the rows
 * @param field the search field above them, if any; the arrow up from the first row leads back to it
 */
export function useRowKeys(list: RefObject<HTMLElement | null>, field?: RefObject<HTMLInputElement | null>): void {
  useShortcuts({ j: () => void move(list.current, 1), k: () => void move(list.current, -1) });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
      if (by === null || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      const inField = field?.current != null && document.activeElement === field.current;
      const inRows = focusedRow(list.current) !== -1;
      if (!inRows && !(inField && by === 1)) return;
      event.preventDefault();
      if (!move(list.current, by) && by === -1) field?.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [list, field]);
}
