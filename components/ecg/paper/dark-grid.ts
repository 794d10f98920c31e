/** Where this browser keeps that its person reads on a dark grid. */
export const DARK_GRID_KEY = 'nightbeat-dark-grid';

/** Whether what is kept says so; the paper is paper otherwise. */
export function isDarkGrid(kept: string): boolean {
  return kept === 'on';
}
