import { describe, expect, it } from 'vitest';
import { type RealCard, readCard, realCard } from '@/lib/testing/cards';
import { assembleNight } from '@/lib/therapy/domain/assembly/assemble-night';
import { parseUpload } from '../envelope/parse-upload';
import { understandUpload } from '../understand-upload';
import { zonesOfDay } from './card-clock';

const ZONES = { organization: 'Europe/Brussels' };

/** The night that a day of a card becomes, all the way from its files. */
function nightOf(card: RealCard, night: string) {
  const read = readCard(realCard(card));
  const therapy = read.days.get(night)?.therapy;
  const body = { patient_id: 'P', device_id: 'D', device: { make: 'ResMed' }, night, therapy };
  const parsed = parseUpload('cpap', body);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const understood = understandUpload(parsed.upload, zonesOfDay(ZONES, night).zones);
  if (!understood.digest || !understood.therapy) throw new Error('no therapy');
  const { mode, settings, leak_type, summary } = understood.therapy;
  const source = {
    ...{ record_id: 'rec_1', modality: 'cpap' as const, device_id: 'D', mode, settings, leak_type, summary },
    device: { make: 'ResMed', model: null, serial: null, firmware: null },
    recording_date: understood.time.recording_date,
    digest: understood.digest,
    exclusions: [],
  };
  const assembled = assembleNight(night, [source]);
  if (!assembled) throw new Error('no night');
  return { night: assembled, warnings: understood.warnings };
}

const NIGHTS = [
  ['airsense11', '2024-10-17'],
  ['aircurve10', '2025-02-02'],
] as const;

/* The device's own values, in the order of the table: what may differ from ours, and by how much. */
const ROWS = [
  ['usage_minutes', 1e-9],
  ['ahi', 0.05],
  ['oai', 0.05],
  ['cai', 0.1],
  ['uai', 0.05],
  ['hi', 0.05],
  ['pressure_p50_cmh2o', 0.2],
  ['pressure_p95_cmh2o', 0.2],
  ['epap_p95_cmh2o', 0.2],
  ['leak_p50_l_min', 1.2],
  ['leak_p95_l_min', 1.2],
] as const;

describe.each(NIGHTS)('the night of %s', (card, date) => {
  const { night, warnings } = nightOf(card, date);

  it('agrees with the device’s own summary', () => {
    const lines = ROWS.flatMap(([name, allowed]) => {
      const [device, ours] = [night.device_reported?.[name] ?? null, night[name]];
      if (device === null || ours === null) return [];
      expect(Math.abs(ours - device), name).toBeLessThanOrEqual(allowed);
      return [[name, device, Number(ours.toFixed(3)), Number((ours - device).toFixed(3))]];
    });
    expect(lines.length).toBeGreaterThanOrEqual(10);
    const table = [['value', 'device', 'ours', 'difference'], ...lines];
    process.stdout.write(
      `\n${card} ${date}\n${table.map((row) => row.map((cell) => String(cell).padEnd(22)).join('')).join('\n')}\n`,
    );
  });

  it('has nothing to be warned of', () => {
    expect(warnings).toEqual([]);
  });
});

it('computes what the device does not report, and leaves open what it cannot know', () => {
  const auto = nightOf('airsense11', '2024-10-17').night;
  // full face mask: the limit is 36 L/min; 90 samples of 2 s stand above it, at mask removal
  expect(auto).toMatchObject({ leak_limit_l_min: 36, periodic_breathing_minutes: 0, time_at_max_pressure_minutes: 0 });
  expect(auto).toMatchObject({ spo2_min_percent: null, t90_minutes: null, odi: null, valid_oximetry_minutes: null });
  const bilevel = nightOf('aircurve10', '2025-02-02').night;
  // this device writes no file of periodic breathing: 0 would be a finding
  expect(bilevel.periodic_breathing_minutes).toBeNull();
  expect(bilevel.time_at_max_pressure_minutes).toBeGreaterThan(540);
});

it('makes of a day without files the device’s values and no others', () => {
  const { night } = nightOf('airsense11', '2024-08-20');
  expect(night.device_reported).toMatchObject({ usage_minutes: 490, ahi: 8.2, uai: 2.8, leak_p95_l_min: 38.4 });
  expect(night).toMatchObject({
    ...{ ahi: null, oai: null, cai: null, uai: null, hi: null, leak_p50_l_min: null, leak_p95_l_min: null },
    ...{ pressure_p50_cmh2o: null, pressure_p95_cmh2o: null, large_leak_minutes: null, unscored_minutes: null },
    ...{ periodic_breathing_minutes: null, time_at_max_pressure_minutes: null, t90_minutes: null },
  });
  expect(nightOf('airsense11', '2024-10-21').night).toMatchObject({
    usage_minutes: 0,
    ahi: null,
    sessions: [],
    device_reported: { usage_minutes: 0, ahi: null },
  });
});

describe('the clock of a card', () => {
  it('keeps the hours of use in nights on which the zone’s clocks change', () => {
    // back on 25 October 2026, forward on 28 March 2027
    for (const [night, offset] of [
      ['2026-10-24', '+02:00'],
      ['2027-03-27', '+01:00'],
    ] as const) {
      const held = zonesOfDay({ device: 'Europe/Brussels', organization: 'Europe/London' }, night);
      expect(held.clocks_change).toBe(true);
      expect(held.zones.device).toBe(offset);
      const body = {
        ...{ patient_id: 'P', device_id: 'D' },
        therapy: {
          sessions: [{ start: `${night}T23:00:00`, end: `${night.slice(0, 8)}${Number(night.slice(8)) + 1}T07:00:00` }],
        },
      };
      const parsed = parseUpload('cpap', body);
      if (!parsed.ok) throw new Error('refused');
      const { therapy, time } = understandUpload(parsed.upload, held.zones);
      expect(therapy?.usage_minutes).toBe(480);
      expect(time).toMatchObject({ device_time: `${night}T23:00:00`, time_source: 'device_zone' });
    }
  });

  it('is read in the zone itself on all other nights, and not at all without one', () => {
    expect(zonesOfDay(ZONES, '2026-12-01')).toEqual({ zones: { organization: '+01:00' }, clocks_change: false });
    expect(zonesOfDay({ request: 'America/St_Johns' }, '2026-12-01').zones).toEqual({ request: '-03:30' });
    expect(zonesOfDay({}, '2026-12-01')).toEqual({ zones: {}, clocks_change: false });
  });
});
