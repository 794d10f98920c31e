/** The four corrections of the QT interval for heart rate that are shown side by side. */
export const QTC_FORMULAE = ['bazett', 'fridericia', 'framingham', 'hodges'] as const;
export type QtcFormula = (typeof QTC_FORMULAE)[number];

/**
 * The QT interval corrected for heart rate, in ms. With RR in seconds: Bazett QT/√RR, Fridericia QT/∛RR, Framingham
 * QT + 154 (1 − RR), Hodges QT + 1.75 (HR − 60).
 *
 * @param qt_ms QT interval in ms
 * @param rr_ms interval between two beats in ms, greater than 0
 */
export function qtc(formula: QtcFormula, qt_ms: number, rr_ms: number): number {
  const rr_s = rr_ms / 1000;
  switch (formula) {
    case 'bazett':
      return qt_ms / Math.sqrt(rr_s);
    case 'fridericia':
      return qt_ms / Math.cbrt(rr_s);
    case 'framingham':
      return qt_ms + 154 * (1 - rr_s);
    case 'hodges':
      return qt_ms + 1.75 * (60 / rr_s - 60);
  }
}

/** All four corrections of one QT interval, in ms. */
export function allQtc(qt_ms: number, rr_ms: number): Record<QtcFormula, number> {
  return {
    bazett: qtc('bazett', qt_ms, rr_ms),
    fridericia: qtc('fridericia', qt_ms, rr_ms),
    framingham: qtc('framingham', qt_ms, rr_ms),
    hodges: qtc('hodges', qt_ms, rr_ms),
  };
}

/** Time between two beats at a heart rate, in ms. `heart_rate_bpm` is greater than 0. */
export function rrFromRate(heart_rate_bpm: number): number {
  return 60_000 / heart_rate_bpm;
}
