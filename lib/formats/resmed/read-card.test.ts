import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCard, realCard, withChanged } from '@/lib/testing/cards';
import { detailFile, deviceFile, marksFile, summaryFile } from './card.fixture';
import { cardFiles, isCard } from './read-card';

/* Made-up cards: what the two real ones do not show. */

const MACHINE = deviceFile(10, 37_028, 'AirSense 10 AutoSet');
const apap = (extra: Record<string, number> = {}) => ({ Mode: 1, Duration: 480, AHI: 25, ...extra });

const timesOf = (day: ReturnType<typeof readCard>['days'] extends Map<string, infer Day> ? Day | undefined : never) =>
  day?.therapy?.sessions?.map(({ start, end }) => `${start.slice(5, 16)} ${end.slice(5, 16)}`.replaceAll('T', ' '));

describe('mask times', () => {
  const days = (...list: Parameters<typeof summaryFile>[1]) =>
    readCard([MACHINE, summaryFile('2026-03-02', list)]).days;

  it('of a session that runs at noon are one session of the day it began on', () => {
    const read = days(
      { on: [600, 1380], off: [900, 1440] },
      { on: [0, 660], off: [90, 1020] },
      { on: [-1], off: [30] },
    );
    expect(timesOf(read.get('2026-03-02'))).toEqual(['03-02 22:00 03-03 03:00', '03-03 11:00 03-03 13:30']);
    expect(timesOf(read.get('2026-03-03'))).toEqual(['03-03 23:00 03-04 05:00']);
    // the day before was not in use at noon: the session began when its own day did
    expect(timesOf(read.get('2026-03-04'))).toEqual(['03-04 12:00 03-04 12:30']);
  });

  it('that are open end where the device’s duration says, or at noon if the next day began running', () => {
    const read = days(
      { on: [600], off: [-1] },
      { on: [-1, 600, 900], off: [20, 700, -1], values: { Duration: 180 } },
      { on: [600], off: [-1], values: { Duration: 0 } },
    );
    expect(timesOf(read.get('2026-03-02'))).toEqual(['03-02 22:00 03-03 12:20']);
    expect(timesOf(read.get('2026-03-03'))).toEqual(['03-03 22:00 03-03 23:40', '03-04 03:00 03-04 04:00']);
    // written while the device ran: nobody knows until when
    expect(timesOf(read.get('2026-03-04'))).toEqual([]);
  });

  it('that contradict each other take their day away and nothing else', () => {
    const card = readCard([
      MACHINE,
      summaryFile('2026-03-02', [
        { on: [600, 620], off: [700, 800] },
        { on: [600], off: [700] },
      ]),
    ]);
    expect([...card.days.keys()]).toEqual(['2026-03-03']);
    expect(card.faults).toMatchObject([{ name: 'STR.edf', code: 'corrupt' }]);
  });

  it('that are missing while the device counted use are not known, which is not none', () => {
    const read = days({ values: apap() }, { values: { Mode: 1, Duration: 0 } });
    expect(read.get('2026-03-02')?.therapy).not.toHaveProperty('sessions');
    expect(read.get('2026-03-02')?.therapy?.summary).toMatchObject({ usage_minutes: 480, ahi: 2.5 });
    expect(read.get('2026-03-03')?.therapy).toMatchObject({ sessions: [], summary: { usage_minutes: 0 } });
  });

  it('never make sessions overlap, and keep their length', () => {
    // off and on again within one minute; the first file begins at its end
    const files = [detailFile('2026-03-02T22:00:50', 59), detailFile('2026-03-02T23:00:20', 60)];
    const card = readCard([MACHINE, summaryFile('2026-03-02', [{ on: [600, 660], off: [660, 720] }]), ...files]);
    expect(card.days.get('2026-03-02')?.therapy?.sessions).toMatchObject([
      { start: '2026-03-02T22:00:20', end: '2026-03-02T23:00:20' },
      { start: '2026-03-02T23:00:20', end: '2026-03-03T00:00:20' },
    ]);
  });
});

describe('files without a summary', () => {
  it('make sessions of what was recorded', () => {
    const card = readCard([
      detailFile('2026-03-02T22:00:10', 90),
      detailFile('2026-03-03T02:00:00', 30),
      marksFile('2026-03-02T22:00:04', 'EVE', [[600, 12, 'Obstructive apnea']]),
    ]);
    expect(card.plan.device).toMatchObject({ serial: '00000000099', model: null });
    const therapy = card.days.get('2026-03-02')?.therapy;
    expect(therapy).not.toHaveProperty('summary');
    expect(therapy).not.toHaveProperty('mode');
    expect(therapy?.sessions).toMatchObject([
      {
        start: '2026-03-02T22:00:10',
        end: '2026-03-02T23:30:10',
        events: [{ type: 'obstructive_apnea', start: '2026-03-02T22:09:52', duration_s: 12 }],
      },
      { start: '2026-03-03T02:00:00', end: '2026-03-03T02:30:00', events: [] },
    ]);
  });
});

describe('a broken file', () => {
  const card = realCard('airsense11');
  const broken = (pattern: RegExp, change: (bytes: Uint8Array) => Uint8Array) =>
    readCard(withChanged(card, (path, read) => (pattern.test(path) ? change(Uint8Array.from(read())) : undefined)));
  const night = (read: ReturnType<typeof readCard>) => read.days.get('2024-10-17')?.therapy?.sessions ?? [];

  it('is named, and the rest goes in', () => {
    const read = broken(/023945_BRP/, (bytes) => bytes.subarray(0, 100));
    expect(read.faults).toEqual([
      {
        name: 'DATALOG/20241017/20241018_023945_BRP.edf',
        code: 'truncated',
        detail: expect.stringContaining('header'),
      },
    ]);
    expect(read.days.size).toBe(78);
    // the pressure at the mask is in the other file too, at a lower rate
    const names = night(read).map(({ signals }) =>
      signals?.filter(({ name }) => /flow$|mask/.test(name)).map((one) => `${one.name} ${one.sampling_rate_hz}`),
    );
    expect(names).toEqual([
      ['flow 25', 'mask_pressure 25'],
      ['flow 25', 'mask_pressure 25'],
      ['mask_pressure 0.5'],
      ['flow 25', 'mask_pressure 25'],
    ]);
  });

  it.each([
    ['cut', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 20), 'truncated'],
    ['changed', (bytes: Uint8Array) => bytes.with(bytes.length - 60, 0x41), 'damaged'],
    ['empty of sense', (bytes: Uint8Array) => bytes.fill(0x20), 'corrupt'],
  ] as const)('of events that is %s makes the events of its sessions unknown, never none', (_, change, code) => {
    const read = broken(/055249_EVE/, change);
    expect(read.faults.map((one) => one.code)).toEqual([code]);
    expect(night(read).map(({ events }) => events?.length ?? null)).toEqual([0, 0, 0, null]);
  });

  it('of events that is missing makes them unknown too', () => {
    const without = readCard(withChanged(card, (path) => (/055249_EVE/.test(path) ? null : undefined)));
    expect(night(without).map(({ events }) => events?.length ?? null)).toEqual([0, 0, 0, null]);
    const bilevel = readCard(withChanged(realCard('aircurve10'), (path) => (/_EVE/.test(path) ? null : undefined)));
    const sessions = bilevel.days.get('2025-02-02')?.therapy?.sessions ?? [];
    expect(sessions.map(({ events }) => events ?? null)).toEqual([null, null, null, null, null]);
  });

  it('leaves a gap where a minute’s sum does not fit', () => {
    const read = broken(/221849_BRP/, (bytes) => bytes.with(bytes.length - 1500, (bytes.at(-1500) ?? 0) ^ 1));
    expect(read.faults).toMatchObject([{ code: 'damaged', detail: expect.stringMatching(/^1 record/) }]);
    const flow = night(read)[0]?.signals?.find(({ name }) => name === 'flow');
    expect(flow?.samples.filter((value) => value === null).length).toBe(1500);
  });

  it('of the summary takes the device’s values of its day away, or of all days', () => {
    const one = broken(/STR/, (bytes) => bytes.with(bytes.length - 5, (bytes.at(-5) ?? 0) ^ 1));
    expect(one.days.size).toBe(77);
    expect(one.faults).toMatchObject([
      { name: 'STR.edf', code: 'corrupt', detail: expect.stringContaining('2024-11-04') },
    ]);
    const all = broken(/STR/, (bytes) => bytes.subarray(0, 20_224));
    expect([...all.days.keys()]).toEqual(['2024-10-17']);
    // without the summary the minutes are those recorded; two files of the third block begin a second apart
    expect(night(all).map(({ start, end }) => (Date.parse(end) - Date.parse(start)) / 60_000)).toEqual([
      ...[233, 24, 191 + 1 / 60, 87],
    ]);
  });

  it('that is no file of a card is named by itself, without the folders above the card', () => {
    const read = readCard([...card, { path: 'Jane Doe/notes.docx', read: () => new Uint8Array(3) }]);
    expect(read.faults).toMatchObject([{ name: 'notes.docx', code: 'unrecognized' }]);
  });
});

it('leaves files of another device out', () => {
  const other = detailFile('2026-03-02T22:00:10', 5, {}, '00000000098');
  const card = readCard([MACHINE, detailFile('2026-03-02T21:00:00', 5), other]);
  expect(card.faults).toMatchObject([{ code: 'other_device', name: 'DATALOG/20260302/20260302_220010_PLD.edf' }]);
  expect(timesOf(card.days.get('2026-03-02'))).toEqual(['03-02 21:00 03-02 21:05']);
  const summary = summaryFile('2026-03-02', [{ on: [600], off: [700] }], 10, '00000000098');
  expect(readCard([MACHINE, summary]).faults).toMatchObject([{ code: 'other_device', name: 'STR.edf' }]);
});

it.each([
  [
    10,
    37_028,
    { 'S.C.Press': 500, 'S.C.StartPress': 200, 'S.RampEnable': 1, 'S.RampTime': 20 },
    0,
    'CPAP',
    { pressure_cmh2o: 10, ramp_minutes: 20, ramp_start_cmh2o: 4 },
  ],
  [
    10,
    37_028,
    { 'S.AFH.MinPress': 300, 'S.AFH.MaxPress': 600, 'S.AS.MinPress': 200 },
    11,
    'APAP',
    { pressure_min_cmh2o: 6, pressure_max_cmh2o: 12 },
  ],
  [
    11,
    39_001,
    { 'S.AFH.MinPress': 300, 'S.AFH.MaxPress': 600, 'S.A.MinPress': 200 },
    2,
    'APAP',
    { pressure_min_cmh2o: 6, pressure_max_cmh2o: 12 },
  ],
  [
    10,
    37_106,
    { 'S.BL.IPAP': 770, 'S.BL.EPAP': 650, 'S.Mask': 0 },
    4,
    'BPAP_ST',
    { ipap_cmh2o: 15.4, epap_cmh2o: 13, mask_type: 'pillows' },
  ],
  [
    11,
    39_001,
    { 'S.S.IPAP': 770, 'S.S.EPAP': 650, 'S.Mask': 2 },
    4,
    'BPAP_S',
    { ipap_cmh2o: 15.4, epap_cmh2o: 13, mask_type: 'pillows' },
  ],
  [
    10,
    37_210,
    { 'S.AV.EPAP': 250, 'S.AV.MinPS': 150, 'S.AV.MaxPS': 750 },
    7,
    'ASV',
    { epap_cmh2o: 5, pressure_support_min_cmh2o: 3, pressure_support_max_cmh2o: 15 },
  ],
  [
    11,
    39_001,
    { 'S.AA.MinEPAP': 200, 'S.AA.MaxEPAP': 500, 'S.AA.MinPS': 150, 'S.AA.MaxPS': 750 },
    7,
    'ASV_AUTO',
    { epap_min_cmh2o: 4, epap_max_cmh2o: 10, pressure_support_min_cmh2o: 3, pressure_support_max_cmh2o: 15 },
  ],
  [
    11,
    39_001,
    { 'S.EPR.ClinEnable': 2, 'S.EPR.EPREnable': 2, 'S.EPR.Level': 3, 'S.C.Press': 400 },
    3,
    'CPAP',
    { pressure_cmh2o: 8, epr_level: 3 },
  ],
  [10, 37_028, { 'S.Mask': 9 }, 99, 'OTHER', {}],
] as const)('reads the settings of series %s (product %s), case %#', (series, code, values, mode, name, settings) => {
  const summary = summaryFile('2026-03-02', [{ on: [600], off: [900], values: { ...values, Mode: mode } }]);
  const card = readCard([deviceFile(series, code, 'AirSomething'), summary]);
  expect(card.days.get('2026-03-02')?.therapy).toMatchObject({ mode: name });
  expect(card.days.get('2026-03-02')?.therapy?.settings).toEqual(settings);
});

it('has EPAP of a device with two pressures, and no relief pressure under that name', () => {
  const block = detailFile('2026-03-02T22:00:10', 5);
  const names = (mode: number) =>
    readCard([MACHINE, summaryFile('2026-03-02', [{ on: [600], off: [605], values: { Mode: mode } }]), block])
      .days.get('2026-03-02')
      ?.therapy?.sessions?.[0]?.signals?.map((signal) => signal.name);
  expect(names(7)).toContain('epap');
  expect(names(1)).not.toContain('epap');
});

it('reads spans of periodic breathing, and cuts one that nobody ended at the end of its session', () => {
  const card = readCard([
    MACHINE,
    detailFile('2026-03-02T22:00:10', 60),
    marksFile('2026-03-02T22:00:04', 'EVE', [
      [60, 0, 'Arousal'],
      [90, 20, 'SpO2 Desaturation'],
    ]),
    marksFile('2026-03-02T22:00:04', 'CSL', [
      [600, 0, 'CSR Start'],
      [1200, 0, 'CSR End'],
      [3000, 0, 'CSR Start'],
    ]),
  ]);
  expect(card.days.get('2026-03-02')?.therapy?.sessions?.[0]?.events).toEqual([
    { type: 'rera', start: '2026-03-02T22:01:04', duration_s: 0 },
    { type: 'other', start: '2026-03-02T22:01:14', duration_s: 20 },
    { type: 'periodic_breathing', start: '2026-03-02T22:10:04', duration_s: 600 },
    { type: 'periodic_breathing', start: '2026-03-02T22:50:04', duration_s: 606 },
  ]);
});

it('takes the copies that other programs make: compressed files, summaries of years before', () => {
  const zipped = (path: string, file: { read(budget: number): Uint8Array }) => ({
    path,
    read: () => Uint8Array.from(gzipSync(file.read(2 ** 20))),
  });
  const block = detailFile('2026-03-02T22:00:10', 5);
  const card = readCard([
    MACHINE,
    zipped(`${block.path}.gz`, block),
    zipped(
      'STR_Backup/STR-20260301.edf.gz',
      summaryFile('2026-03-01', [
        { on: [600], off: [700] },
        { on: [1], off: [2] },
      ]),
    ),
    summaryFile('2026-03-02', [{ on: [600], off: [606] }]),
  ]);
  expect(card.faults).toEqual([]);
  expect(timesOf(card.days.get('2026-03-01'))).toEqual(['03-01 22:00 03-01 23:40']);
  expect(timesOf(card.days.get('2026-03-02'))).toEqual(['03-02 22:00 03-02 22:06']);
  expect(card.days.get('2026-03-02')?.therapy?.sessions?.[0]?.signals).not.toEqual([]);
});

it('knows a card by its files and opens a zip of it', () => {
  expect(isCard(['Identification.tgt', 'x/DATALOG/20260302/20260302_220010_PLD.edf'])).toBe(true);
  expect(isCard(['ecg.edf', 'Identification.tgt'])).toBe(false);
  expect(() => cardFiles([{ name: 'card.zip', bytes: new TextEncoder().encode('PK\x03\x04') }])).toThrow(/no end/);
});
