/** The word of a therapy mode as devices send it: `BPAP_AUTO` → `BPAP auto`. */
export function modeWord(mode: string | null): string {
  if (mode === null) return 'Mode not stated';
  if (mode === 'OTHER') return 'Other';
  return mode
    .replace('_', ' ')
    .replace('AUTO', 'auto')
    .replace(/^APAP$/, 'Auto CPAP');
}

const NAMES: Record<string, string> = {
  pressure_cmh2o: 'pressure',
  pressure_min_cmh2o: 'min. pressure',
  pressure_max_cmh2o: 'max. pressure',
  ipap_cmh2o: 'IPAP',
  ipap_max_cmh2o: 'max. IPAP',
  epap_cmh2o: 'EPAP',
  epap_min_cmh2o: 'min. EPAP',
  epap_max_cmh2o: 'max. EPAP',
  pressure_support_cmh2o: 'pressure support',
  pressure_support_min_cmh2o: 'min. support',
  pressure_support_max_cmh2o: 'max. support',
  backup_rate_bpm: 'backup rate',
  ti_min_s: 'min. Ti',
  ti_max_s: 'max. Ti',
  ramp_minutes: 'ramp',
  ramp_start_cmh2o: 'ramp start',
  epr_level: 'EPR',
  humidity_level: 'humidity',
};

/** How a device was set. */
interface SetTherapy {
  mode: string | null;
  settings: Readonly<Record<string, string | number>>;
  mask: string | null;
  firmware: string | null;
}

/** What changed, in words: the mode alone where it changed, as all its settings did then. */
export function settingsChangeText({ from, to }: { from: SetTherapy; to: SetTherapy }): string {
  if (from.mode !== to.mode) return `${modeWord(from.mode)} to ${modeWord(to.mode)}`;
  const names = new Set([...Object.keys(from.settings), ...Object.keys(to.settings)]);
  names.delete('mask_type');
  const changed = [...names].filter((name) => from.settings[name] !== to.settings[name]);
  const parts = changed.map(
    (name) => `${NAMES[name] ?? name} ${from.settings[name] ?? '–'} to ${to.settings[name] ?? '–'}`,
  );
  if (from.mask !== to.mask) parts.push(`mask ${from.mask ?? '–'} to ${to.mask ?? '–'}`);
  if (from.firmware && to.firmware && from.firmware !== to.firmware)
    parts.push(`firmware ${from.firmware} to ${to.firmware}`);
  return parts.join(', ').replaceAll('full_face', 'full face');
}
