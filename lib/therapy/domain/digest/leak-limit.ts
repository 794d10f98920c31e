/** What decides whether there is a limit for leak, and which. */
export interface LeakSetting {
  leak_type: string | null;
  make: string | null;
  mask_type: string | null;
}

/** 95th percentile of unintentional leak, by mask (clinical reference 1.4). Pillows are nasal masks. */
const RESMED_L_MIN: ReadonlyMap<string, number> = new Map([
  ['nasal', 24],
  ['pillows', 24],
  ['full_face', 36],
]);

/**
 * The leak in L/min from which on ResMed calls it large (PAP-4). `null` where there is no such limit: total leak holds
 * the mask's own vent, other makers count differently, and without the mask's type nobody knows which one it is.
 */
export function leakLimit({ leak_type, make, mask_type }: LeakSetting): number | null {
  if (leak_type !== 'unintentional' || make?.trim().toLowerCase() !== 'resmed' || mask_type === null) return null;
  return RESMED_L_MIN.get(mask_type) ?? null;
}

/** Settings as a record holds them. */
type Settings = Readonly<Record<string, string | number>>;

const MAXIMUM_OF_MODE: ReadonlyMap<string | null, string> = new Map([
  ['APAP', 'pressure_max_cmh2o'],
  ['BPAP_AUTO', 'ipap_max_cmh2o'],
]);

/**
 * The pressure an automatic mode may not exceed, in cmH2O. `null` for modes that hold one pressure, where every minute
 * would be one at the maximum, and where it is not known.
 */
export function maximumPressure(mode: string | null, settings: Settings): number | null {
  const name = MAXIMUM_OF_MODE.get(mode);
  const value = name === undefined ? undefined : settings[name];
  return typeof value === 'number' ? value : null;
}
