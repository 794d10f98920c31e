/** µV in one unit of voltage, by its name without case, with both of Unicode's micro signs as `u`. */
const MICROVOLTS = new Map([
  ['nv', 1e-3],
  ['uv', 1],
  ['microvolts', 1],
  ['microvolt', 1],
  ['mv', 1e3],
  ['millivolts', 1e3],
  ['millivolt', 1e3],
  ['v', 1e6],
  ['volt', 1e6],
]);

/**
 * A unit as it is kept and the factor that leads there: voltages become `uV`, everything else stays as written with
 * factor 1. MV (megavolt) is read as mV: no body has it, and files write millivolt so.
 */
export function keptUnit(unit: string): { unit: string; factor: number } {
  const folded = unit
    .trim()
    .replace(/[\u00b5\u03bc]/g, 'u')
    .toLowerCase();
  const factor = MICROVOLTS.get(folded);
  return factor === undefined ? { unit: unit.trim(), factor: 1 } : { unit: 'uV', factor };
}
