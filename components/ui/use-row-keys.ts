'use client';

import { type RefObject, useEffect } from 'react';
import { useShortcuts } from './use-shortcuts';

const ROW_LINK = '[data-row-link]';

function links(list: HTMLElement | null): (Element | null)[] {
  return list ? [...list.querySelectorAll<HTMLElement>(ROW_LINK)] : [];
}

function move(list: HTMLElement | null, by: 1 | -1): boolean {
  const all = links(list);
  const at = all.findIndex((link) => link === document.activeElement);
  const next = at === -1 ? (by === 1 ? 0 : -1) : at + by;
  const target = all[next];
  target?.focus();
  return target !== undefined;
}

/**
 * Lets the keyboard walk the rows of a list: j and k, arrow keys while a row or the search field has the focus. Each
 * row's link carries `data-row-link`; Enter opens it as any link.
 * @param list holds the rows
 * @param field the search field above them, if any; the arrow up from the first row leads back to it
 */
export function useRowKeys(list: RefObject<HTMLElement | null>, field?: RefObject<HTMLInputElement | null>): void {
  useShortcuts({ j: () => void move(list.current, 1), k: () => void move(list.current, -1) });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
      if (by === null || event.altKey || event.ctrlKey || event.metaKey) return;
      const active = document.activeElement;
      const inField = field?.current !== undefined && active === field.current;
      const inRows = links(list.current).some((link) => link === active);
      if (!inRows && !(inField && by === 1)) return;
      event.preventDefault();
      if (!move(list.current, by) && by === -1) field?.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [list, field]);
}
