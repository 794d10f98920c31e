'use client';

import { useMemo, useState } from 'react';
import { useKeptText } from '@/components/ui/use-kept-text';
import {
  type DisplayFilter,
  HIGH_PASS_HZ,
  isFiltering,
  LOW_PASS_HZ,
  NO_FILTER,
  NOTCH_HZ,
} from '@/lib/signals/filter/display-filter';
import { DARK_GRID_KEY, isDarkGrid } from '../paper/dark-grid';

/** How the trace is drawn beside its scale: display filter and grid. A filter holds for this page only, the grid is kept. */
export interface PaperDisplay {
  filter: DisplayFilter;
  setFilter: (filter: DisplayFilter) => void;
  /** Takes the display filter off, and on again as it was. */
  toggleFilter: () => void;
  dark: boolean;
  toggleDark: () => void;
}

/** The filter a key switches on where none was chosen before: what is asked for most, and diagnostic. */
const USUAL_FILTER: DisplayFilter = {
  high_pass_hz: HIGH_PASS_HZ[0],
  low_pass_hz: LOW_PASS_HZ[1],
  notch_hz: NOTCH_HZ[0],
};

/** See `PaperDisplay`. */
export function usePaperDisplay(): PaperDisplay {
  const [filter, setFilter] = useState<DisplayFilter>(NO_FILTER);
  const [last, setLast] = useState<DisplayFilter>(USUAL_FILTER);
  const [grid, keepGrid] = useKeptText(DARK_GRID_KEY);
  const dark = isDarkGrid(grid);
  return useMemo(() => {
    const choose = (next: DisplayFilter) => {
      if (isFiltering(filter)) setLast(filter);
      setFilter(next);
    };
    return {
      filter,
      setFilter: choose,
      toggleFilter: () => choose(isFiltering(filter) ? NO_FILTER : last),
      dark,
      toggleDark: () => keepGrid(dark ? 'off' : 'on'),
    };
  }, [filter, last, dark, keepGrid]);
}
