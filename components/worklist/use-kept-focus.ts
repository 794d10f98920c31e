'use client';

import { type RefObject, useEffect, useRef } from 'react';

const ROW_LINK = '[data-row-link]';

const linksOf = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>(ROW_LINK)];

/**
 * Keeps the keyboard's place in a list that changes by itself: rows that come and go around the focused one leave it the
 * focus, and when the focused row itself goes, the one that takes its place gets it.
 */
export function useKeptFocus(list: RefObject<HTMLElement | null>): void {
  const place = useRef<{ link: HTMLElement; index: number } | null>(null);
  useEffect(() => {
    const note = () => {
      const links = list.current ? linksOf(list.current) : [];
      const active = document.activeElement;
      const index = active instanceof HTMLElement ? links.indexOf(active) : -1;
      const link = links[index];
      place.current = link ? { link, index } : null;
    };
    // a click on nothing takes the focus from the row for good
    const forget = () => {
      place.current = null;
    };
    document.addEventListener('focusin', note);
    document.addEventListener('pointerdown', forget);
    return () => {
      document.removeEventListener('focusin', note);
      document.removeEventListener('pointerdown', forget);
    };
  }, [list]);
  useEffect(() => {
    const held = place.current;
    if (!held || !list.current) return;
    const links = linksOf(list.current);
    if (held.link.isConnected) held.index = links.indexOf(held.link);
    else if (document.activeElement === document.body || document.activeElement === null)
      links[Math.min(held.index, links.length - 1)]?.focus();
  });
}
