const MINUS = '−';

/** A whole number with a true minus sign; null stays null so that the caller says why. */
export function formatWhole(value: number | null): string | null {
  if (value === null || !Number.isFinite(value)) return null;
  const rounded = Math.round(value);
  return rounded < 0 ? `${MINUS}${Math.abs(rounded)}` : String(Math.abs(rounded));
}

/** A whole difference with its sign, a true minus among them; zero has none. */
export function formatSigned(delta: number): string {
  return delta > 0 ? `+${delta}` : (formatWhole(delta) ?? '');
}

/** A number with at most `digits` decimals, no trailing zeros, a true minus sign: `0.05`, `12.5`, `150`. */
export function formatDecimal(value: number, digits: number): string {
  const text = Number(Math.abs(value).toFixed(digits)).toString();
  return value < 0 && text !== '0' ? MINUS + text : text;
}

/** A count; groups of three set apart by a thin gap above 9 999: `12 408`. */
export function formatCount(value: number): string {
  const text = String(value);
  return value > 9_999 ? text.replace(/\B(?=(\d{3})+$)/g, '\u2009') : text;
}

/** A duration of a recording: `10 s`, `9.5 s`, `30 min`, `8 h 52 min`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 120) return `${formatDecimal(seconds, 1)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A file size: `118 kB`, `2.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  return `${formatDecimal(bytes / 1_000_000, 1)} MB`;
}
