const SHORTEST_PULSE = 50;
const SHORTEST_ZEROS = 20;

/** Samples of the ECG, then zeros, then of the pulse: `[0, ecgEnd)` and `[pulseStart, pulseEnd)`. */
export interface CalibrationTail {
  ecgEnd: number;
  pulseStart: number;
  pulseEnd: number;
}

/**
 * Finds the calibration pulse at the end of a recording: the last run of at least 50 samples in which all leads hold one
 * and the same value other than 0, with zeros in all leads before it. `null` when there is none; then nothing is cut.
 */
export function findCalibration(leads: readonly Int32Array[]): CalibrationTail | null {
  const [first] = leads;
  if (first === undefined || leads.length < 2) return null;
  const valueAt = (i: number) => (leads.every((lead) => lead[i] === first[i]) ? (first[i] ?? null) : null);
  let pulseEnd = first.length;
  while (pulseEnd > 0 && valueAt(pulseEnd - 1) === 0) pulseEnd--;
  const height = pulseEnd === 0 ? null : valueAt(pulseEnd - 1);
  if (height === null) return null;
  let pulseStart = pulseEnd;
  while (pulseStart > 0 && valueAt(pulseStart - 1) === height) pulseStart--;
  let ecgEnd = pulseStart;
  while (ecgEnd > 0 && valueAt(ecgEnd - 1) === 0) ecgEnd--;
  const isPulse = pulseEnd - pulseStart >= SHORTEST_PULSE && pulseStart - ecgEnd >= SHORTEST_ZEROS;
  return isPulse ? { ecgEnd, pulseStart, pulseEnd } : null;
}
