import type { THERAPY_MODES, TherapyDataUpload } from '@/lib/ingest/envelope/therapy';
import type { CardSeries } from './device';

export type CardMode = (typeof THERAPY_MODES)[number];
type Settings = NonNullable<TherapyDataUpload['settings']>;
type Values = ReadonlyMap<string, number>;

/** Codes of series 9 and 10, and of series 11 (formats reference 6.7). What is not known for certain is `OTHER`. */
const MODES: Record<CardSeries, readonly CardMode[]> = {
  10: [
    ...(['CPAP', 'APAP', 'BPAP_T', 'BPAP_S', 'BPAP_ST', 'OTHER', 'BPAP_AUTO', 'ASV', 'ASV_AUTO'] as const),
    ...(['IVAPS', 'OTHER', 'APAP'] as const),
  ],
  11: ['OTHER', 'APAP', 'APAP', 'CPAP', 'BPAP_S', 'OTHER', 'ASV', 'ASV_AUTO', 'BPAP_AUTO'],
};

/** Codes of AutoSet for Her, whose pressures stand under a name of their own. */
const FOR_HER: Record<CardSeries, number> = { 10: 11, 11: 2 };

/** The mode of a day; `null` when the device says none. */
export function modeOf(values: Values, series: CardSeries): CardMode | null {
  const code = values.get('Mode');
  return code === undefined ? null : (MODES[series][code] ?? 'OTHER');
}

/** Modes that hold two pressures; a pressure in expiration is EPAP only in these. */
export function hasTwoPressures(mode: CardMode): boolean {
  return mode.startsWith('BPAP') || mode.startsWith('ASV') || mode === 'IVAPS';
}

/**
 * The settings of a day's own mode; those of the other modes are stale. What a code leaves open (a ramp that is
 * automatic has no minutes) is absent.
 */
export function settingsOf(values: Values, mode: CardMode | null, series: CardSeries): Settings {
  if (mode === null) return {};
  const settings = { ...pressuresOf(values, mode, series), ...comfortOf(values, mode, series) };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function pressuresOf(values: Values, mode: CardMode, series: CardSeries): Settings {
  const get = (...names: string[]) => names.map((name) => values.get(name)).find((value) => value !== undefined);
  switch (mode) {
    case 'CPAP':
      return { pressure_cmh2o: get('S.C.Press') };
    case 'APAP': {
      const own = values.get('Mode') === FOR_HER[series] ? ['S.AFH'] : ['S.A', 'S.AS'];
      const of = (name: string) => get(...own.map((group) => `${group}.${name}`));
      return { pressure_min_cmh2o: of('MinPress'), pressure_max_cmh2o: of('MaxPress') };
    }
    case 'BPAP_S':
    case 'BPAP_ST':
    case 'BPAP_T':
      return { ipap_cmh2o: get('S.BL.IPAP', 'S.S.IPAP'), epap_cmh2o: get('S.BL.EPAP', 'S.S.EPAP') };
    case 'BPAP_AUTO':
      return {
        ipap_max_cmh2o: get('S.VA.MaxIPAP'),
        epap_min_cmh2o: get('S.VA.MinEPAP'),
        pressure_support_cmh2o: get('S.VA.PS'),
      };
    case 'ASV':
      return { epap_cmh2o: get('S.AV.EPAP'), ...supportOf('S.AV', get) };
    case 'ASV_AUTO':
      return {
        epap_min_cmh2o: get('S.AA.MinEPAP'),
        epap_max_cmh2o: get('S.AA.MaxEPAP'),
        ...supportOf('S.AA', get),
      };
    case 'IVAPS':
      return isOn(values, 'S.i.EPAPAuto', series)
        ? { epap_min_cmh2o: get('S.i.MinEPAP'), epap_max_cmh2o: get('S.i.MaxEPAP'), ...supportOf('S.i', get) }
        : { epap_cmh2o: get('S.i.EPAP'), ...supportOf('S.i', get) };
    default:
      return {};
  }
}

function supportOf(group: string, get: (name: string) => number | undefined): Settings {
  return {
    pressure_support_min_cmh2o: get(`${group}.MinPS`),
    pressure_support_max_cmh2o: get(`${group}.MaxPS`),
  };
}

/** Codes of series 11 are those of series 10 and one more: 0 is "does not apply" there. */
function codeOf(values: Values, name: string, series: CardSeries): number | null {
  const code = values.get(name);
  if (code === undefined) return null;
  return series === 11 ? code - 1 : code;
}

function isOn(values: Values, name: string, series: CardSeries): boolean {
  return codeOf(values, name, series) === 1;
}

const MASKS = ['pillows', 'full_face', 'nasal'] as const;
const RAMP = { off: 0, on: 1 } as const;
const CLIMATE_MANUAL = 1;

/** Where each mode keeps the pressure at which its ramp starts. */
const START_PRESSURE: ReadonlyMap<CardMode, readonly string[]> = new Map([
  ['CPAP', ['S.C.StartPress']],
  ['APAP', ['S.A.StartPress', 'S.AS.StartPress']],
  ['BPAP_S', ['S.BL.StartPress', 'S.S.StartPress']],
  ['BPAP_ST', ['S.BL.StartPress', 'S.S.StartPress']],
  ['BPAP_T', ['S.BL.StartPress', 'S.S.StartPress']],
  ['BPAP_AUTO', ['S.VA.StartPress']],
  ['ASV', ['S.AV.StartPress']],
  ['ASV_AUTO', ['S.AA.StartPress']],
]);

function comfortOf(values: Values, mode: CardMode, series: CardSeries): Settings {
  const ramp = codeOf(values, 'S.RampEnable', series);
  const starts = values.get('Mode') === FOR_HER[series] ? ['S.AFH.StartPress'] : (START_PRESSURE.get(mode) ?? []);
  const start = starts.map((name) => values.get(name)).find((value) => value !== undefined);
  const mask = codeOf(values, 'S.Mask', series);
  const humidified =
    isOn(values, 'S.HumEnable', series) && codeOf(values, 'S.ClimateControl', series) === CLIMATE_MANUAL;
  return {
    ramp_minutes: ramp === RAMP.off ? 0 : ramp === RAMP.on ? values.get('S.RampTime') : undefined,
    ramp_start_cmh2o: ramp === null || ramp === RAMP.off ? undefined : start,
    epr_level: hasTwoPressures(mode) ? undefined : eprOf(values, series),
    humidity_level: humidified ? values.get('S.HumLevel') : undefined,
    ti_min_s: hasTwoPressures(mode) ? values.get('S.TiMin') : undefined,
    ti_max_s: hasTwoPressures(mode) ? values.get('S.TiMax') : undefined,
    // series 11 numbers its masks from 2
    mask_type: mask === null ? undefined : MASKS[series === 11 ? mask - 1 : mask],
  };
}

/** Pressure relief works when clinician and patient both have it on; one that is off is level 0. */
function eprOf(values: Values, series: CardSeries): number | undefined {
  const [allowed, on] = [codeOf(values, 'S.EPR.ClinEnable', series), codeOf(values, 'S.EPR.EPREnable', series)];
  if (allowed === null || on === null) return undefined;
  return allowed === 1 && on === 1 ? values.get('S.EPR.Level') : 0;
}
