import { describe, expect, it } from 'vitest';
import { allQtc, rrFromRate } from './qtc';

describe('QTc', () => {
  // Vectors of the clinical reference, to ± 0.1 ms.
  it.each([
    [400, rrFromRate(60), 400.0, 400.0, 400.0, 400.0],
    [360, rrFromRate(100), 464.8, 426.8, 421.6, 430.0],
    [320, rrFromRate(120), 452.5, 403.2, 397.0, 425.0],
    [480, rrFromRate(50), 438.2, 451.7, 449.2, 462.5],
    [440, rrFromRate(75), 491.9, 474.0, 470.8, 466.2],
    [500, rrFromRate(45), 433.0, 454.3, 448.7, 473.8],
    [350, 857, 378.1, 368.5, 372.0, 367.5],
  ])('of QT %d ms at RR %d ms', (qt, rr, bazett, fridericia, framingham, hodges) => {
    const found = allQtc(qt, rr);
    expect(Math.abs(found.bazett - bazett)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(found.fridericia - fridericia)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(found.framingham - framingham)).toBeLessThanOrEqual(0.1);
    expect(Math.abs(found.hodges - hodges)).toBeLessThanOrEqual(0.1);
  });
});
