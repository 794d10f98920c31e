'use client';

import { useState } from 'react';
import { type Extent, extentIn, usualExtent } from '@/components/charts/lanes/lane-data';
import type { TimeView } from '@/components/charts/lanes/time-view';
import type { SignalPieces } from './night-lanes';

/** Signals that swing with every breath: a few large ones must not make all others small. */
const SWINGING = new Set(['flow', 'mask_pressure']);

/** Extremes of each signal. */
export type Extents = ReadonlyMap<string, Extent>;

function extentsOf(pieces: SignalPieces): Extents {
  return new Map(
    [...pieces].flatMap(([signal, own]): [string, Extent][] => {
      const everything = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
      const extent = SWINGING.has(signal) ? usualExtent(own) : extentIn(own, ...everything);
      return extent ? [[signal, extent]] : [];
    }),
  );
}

/**
 * The extremes of each signal over the whole night. A night opens whole, so its first data hold them; they stay while
 * one zooms, that a lane's scale does not jump under the eye.
 */
export function useWholeExtents(pieces: SignalPieces, { view, whole }: { view: TimeView; whole: TimeView }): Extents {
  const [kept, setKept] = useState<Extents | null>(null);
  const isWhole = view.fromMs <= whole.fromMs && view.toMs >= whole.toMs;
  if (kept) return kept;
  const extents = extentsOf(pieces);
  if (isWhole && pieces.size > 0) setKept(extents);
  return extents;
}
