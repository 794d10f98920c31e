import { describe, expect, it } from 'vitest';
import { calibrationOf, type Display, parseCalibration, scaleStateText, validOn } from './calibration';

const DISPLAY: Display = { devicePixelRatio: 1, width: 1920, height: 1080, left: 0, top: 0 };

describe('calibration of a screen', () => {
  it('is the pixels of the bar by its length under the ruler', () => {
    expect(calibrationOf(80, DISPLAY)?.pxPerMm).toBe(5);
    expect(calibrationOf(105.8, DISPLAY)?.pxPerMm).toBeCloseTo(3.78, 2);
  });

  it.each([0, 39, 251, -80, Number.NaN])('refuses %f mm', (mm) => {
    expect(calibrationOf(mm, DISPLAY)).toBeNull();
  });

  it.each<[string, Partial<Display>]>([
    ['zoom or pixel ratio', { devicePixelRatio: 1.1 }],
    ['size of the monitor', { width: 2560 }],
    ['size of the monitor', { height: 1200 }],
    ['monitor beside it', { left: 1920 }],
    ['monitor above it', { top: -1080 }],
  ])('is void after another %s', (_, change) => {
    const calibration = calibrationOf(80, DISPLAY);
    expect(validOn(calibration, DISPLAY)).toBe(calibration);
    expect(validOn(calibration, { ...DISPLAY, ...change })).toBeNull();
  });

  it('is true within 1 %: 25 mm measure 25.0 ± 0.25 mm', () => {
    const calibration = calibrationOf(80, DISPLAY);
    expect(scaleStateText(5, calibration)).toEqual({ isTrue: true, text: 'true to scale' });
    expect(scaleStateText(5.04, calibration).isTrue).toBe(true);
    expect(scaleStateText(5.06, calibration)).toEqual({ isTrue: false, text: '1.01 × true size' });
    expect(scaleStateText(5, null)).toEqual({ isTrue: false, text: 'not to scale' });
  });

  it('is read back as kept, and nothing else is taken for one', () => {
    const calibration = calibrationOf(80, DISPLAY);
    expect(parseCalibration(JSON.stringify(calibration))).toEqual(calibration);
    for (const text of [
      null,
      '',
      '{}',
      '{"pxPerMm":-1,"display":{}}',
      '[]',
      'null',
      '{"pxPerMm":5,"display":{"left":0}}',
    ])
      expect(parseCalibration(text)).toBeNull();
  });
});
