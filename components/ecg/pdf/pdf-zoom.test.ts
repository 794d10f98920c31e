import { describe, expect, it } from 'vitest';
import { stepPercent, zoomPercent } from './pdf-zoom';

describe('zoom of the PDF', () => {
  it('fits the page to its pane: A4 landscape is 841.89 pt = 1122.52 px wide at 100 %', () => {
    expect(zoomPercent('fit', 841.89, 1122.52)).toBeCloseTo(100, 6);
    expect(zoomPercent('fit', 841.89, 561.26)).toBeCloseTo(50, 6);
    expect(zoomPercent(100, 841.89, 300)).toBe(100);
    expect(zoomPercent('fit', 841.89, -20)).toBe(10);
  });

  it.each([
    [59.3, 1, 75],
    [59.3, -1, 50],
    [75, 1, 100],
    [75, -1, 50],
    [99.99, 1, 125],
    [400, 1, 400],
    [30, -1, 25],
    [25, -1, 25],
  ] as const)('steps from %f %% by %i to %f %%', (percent, by, expected) => {
    expect(stepPercent(percent, by)).toBe(expected);
  });
});
