'use client';

import { useKeptText } from '@/components/ui/use-kept-text';

export const DENSITIES = ['compact', 'default', 'roomy'] as const;
export type Density = (typeof DENSITIES)[number];

/** How close the rows of tables stand, kept in this browser. */
export function useDensity(): [Density, (density: Density) => void] {
  const [kept, keep] = useKeptText('nightbeat-density');
  return [DENSITIES.find((density) => density === kept) ?? 'default', keep];
}
