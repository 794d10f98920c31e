/*
 * Sleep as a device wrote it, and the nights it must become, written out by hand from the definition (PAP-2): a night is
 * the date of a session's start on the sleeper's clock, less the boundary; a session is never split.
 */

/** A session: start on the sleeper's clock with its offset, hours, apnoeas and hypopnoeas. */
export interface SleepRow {
  start: string;
  hours: number;
  events: number;
  kind?: 'mask_fit';
  device?: string;
}

/** A night as it must be: date, hours of use, events per hour, kinds of its sessions in order. */
export type NightRow = readonly [night: string, hours: number, ahi: number | null, kinds: string];

export interface SleepFixture {
  what: string;
  boundary_hour: number;
  sleep: SleepRow[];
  nights: NightRow[];
}

/** Europe/Brussels, 25 October 2026: 03:00 becomes 02:00. From noon to noon there are 25 hours, 24 h of them slept away. */
const NIGHT_OF_25_HOURS: SleepFixture = {
  what: 'the night of 25 hours',
  boundary_hour: 12,
  sleep: [
    { start: '2026-10-24T11:30:00+02:00', hours: 0.25, events: 1 },
    { start: '2026-10-24T12:00:00+02:00', hours: 13, events: 13 },
    // 11¼ hours after 01:30 summer time it is 11:45 winter time: ten and a quarter by the clock
    { start: '2026-10-25T01:30:00+02:00', hours: 11.25, events: 45 },
    { start: '2026-10-25T12:00:00+01:00', hours: 1, events: 2 },
  ],
  nights: [
    ['2026-10-23', 0.25, 4, 'therapy'],
    ['2026-10-24', 24.25, 58 / 24.25, 'therapy therapy'],
    ['2026-10-25', 1, 2, 'therapy'],
  ],
};

/** Europe/Brussels, 28 March 2027: 02:00 becomes 03:00. */
const NIGHT_OF_23_HOURS: SleepFixture = {
  what: 'the night of 23 hours',
  boundary_hour: 12,
  sleep: [
    { start: '2027-03-27T12:00:00+01:00', hours: 1, events: 3 },
    { start: '2027-03-27T22:00:00+01:00', hours: 8, events: 16 },
    // 11:59 summer time is 10:59 winter time; the next noon comes a minute later
    { start: '2027-03-28T11:59:00+02:00', hours: 0.5, events: 1 },
    { start: '2027-03-28T12:00:00+02:00', hours: 0.5, events: 2 },
  ],
  nights: [
    ['2027-03-27', 9.5, 20 / 9.5, 'nap therapy nap'],
    ['2027-03-28', 0.5, 4, 'therapy'],
  ],
};

/**
 * Five night shifts (22 to 6), slept from 08:00 on, four days off slept at night, then five night shifts more. With the
 * boundary at 18:00 a day's sleep after a shift belongs to the evening before, like every night's.
 */
const SHIFT_WORKER: SleepFixture = {
  what: 'a shift worker’s fortnight, boundary at 18:00',
  boundary_hour: 18,
  sleep: [
    { start: '2026-11-03T08:10:00+01:00', hours: 6, events: 6 },
    { start: '2026-11-04T08:05:00+01:00', hours: 3, events: 3 },
    { start: '2026-11-04T12:30:00+01:00', hours: 3, events: 9 },
    { start: '2026-11-05T08:00:00+01:00', hours: 6.5, events: 13 },
    { start: '2026-11-06T07:50:00+01:00', hours: 6, events: 12 },
    { start: '2026-11-07T08:20:00+01:00', hours: 4, events: 4 },
    { start: '2026-11-07T16:30:00+01:00', hours: 1, events: 1 },
    { start: '2026-11-07T23:30:00+01:00', hours: 8, events: 16 },
    { start: '2026-11-08T23:00:00+01:00', hours: 7.5, events: 15 },
    { start: '2026-11-09T22:45:00+01:00', hours: 8, events: 8 },
    // an evening nap before the first shift of the next block: after 18:00, so of the night to come
    { start: '2026-11-10T18:30:00+01:00', hours: 1.5, events: 3 },
    { start: '2026-11-11T08:00:00+01:00', hours: 6, events: 6 },
    { start: '2026-11-12T08:00:00+01:00', hours: 6, events: 18 },
    { start: '2026-11-14T08:15:00+01:00', hours: 5, events: 5 },
    { start: '2026-11-15T07:45:00+01:00', hours: 6, events: 3 },
    { start: '2026-11-16T23:15:00+01:00', hours: 7, events: 14 },
  ],
  nights: [
    ['2026-11-02', 6, 1, 'therapy'],
    ['2026-11-03', 6, 2, 'therapy therapy'],
    ['2026-11-04', 6.5, 2, 'therapy'],
    ['2026-11-05', 6, 2, 'therapy'],
    ['2026-11-06', 5, 1, 'therapy nap'],
    ['2026-11-07', 8, 2, 'therapy'],
    ['2026-11-08', 7.5, 2, 'therapy'],
    ['2026-11-09', 8, 1, 'therapy'],
    ['2026-11-10', 7.5, 9 / 7.5, 'nap therapy'],
    ['2026-11-11', 6, 3, 'therapy'],
    ['2026-11-13', 5, 1, 'therapy'],
    ['2026-11-14', 6, 0.5, 'therapy'],
    ['2026-11-16', 7, 2, 'therapy'],
  ],
};

/**
 * Brussels, then New York for five days, then Tokyo across the date line, then home, the device's clock set to the place
 * each time. A night flight east to west makes one long evening; west over the Pacific a date is skipped.
 */
const TRAVELLER: SleepFixture = {
  what: 'a traveller’s fortnight',
  boundary_hour: 12,
  sleep: [
    { start: '2026-11-02T23:00:00+01:00', hours: 7, events: 7 },
    { start: '2026-11-03T22:30:00+01:00', hours: 6, events: 12 },
    // fitted at the gate, then asleep above the Atlantic on Brussels time, and again that evening in New York
    { start: '2026-11-04T13:40:00+01:00', hours: 0.25, events: 0, kind: 'mask_fit' },
    { start: '2026-11-04T15:00:00+01:00', hours: 2, events: 2 },
    { start: '2026-11-04T21:00:00-05:00', hours: 8, events: 8 },
    { start: '2026-11-05T22:00:00-05:00', hours: 7.5, events: 15 },
    { start: '2026-11-06T23:00:00-05:00', hours: 7, events: 7 },
    // the hotel's loan device
    { start: '2026-11-07T23:30:00-05:00', hours: 6, events: 18, device: 'PAP-LOAN' },
    { start: '2026-11-08T22:00:00-05:00', hours: 4, events: 4 },
    { start: '2026-11-09T03:00:00-05:00', hours: 3, events: 10, device: 'PAP-LOAN' },
    // left New York on the 9th at noon, in Tokyo on the 10th at 16:00: no night of the 9th on board
    { start: '2026-11-10T22:00:00+09:00', hours: 8, events: 16 },
    { start: '2026-11-11T23:00:00+09:00', hours: 7, events: 21 },
    { start: '2026-11-12T13:00:00+09:00', hours: 1, events: 2 },
    { start: '2026-11-12T23:00:00+09:00', hours: 7, events: 12 },
    // the flight home: asleep on Tokyo time, landed on the same date, and asleep again in Brussels
    { start: '2026-11-14T01:00:00+09:00', hours: 5, events: 5 },
    { start: '2026-11-13T22:00:00+01:00', hours: 8, events: 8 },
    { start: '2026-11-14T23:00:00+01:00', hours: 8, events: 24 },
    { start: '2026-11-15T23:00:00+01:00', hours: 7, events: 7 },
  ],
  nights: [
    ['2026-11-02', 7, 1, 'therapy'],
    ['2026-11-03', 6, 2, 'therapy'],
    ['2026-11-04', 10, 1, 'mask_fit nap therapy'],
    ['2026-11-05', 7.5, 2, 'therapy'],
    ['2026-11-06', 7, 1, 'therapy'],
    ['2026-11-07', 6, 3, 'therapy'],
    ['2026-11-08', 7, 2, 'therapy therapy'],
    ['2026-11-10', 8, 2, 'therapy'],
    ['2026-11-11', 7, 3, 'therapy'],
    ['2026-11-12', 8, 14 / 8, 'nap therapy'],
    ['2026-11-13', 13, 1, 'therapy therapy'],
    ['2026-11-14', 8, 3, 'therapy'],
    ['2026-11-15', 7, 1, 'therapy'],
  ],
};

export const SLEEP_FIXTURES = [NIGHT_OF_25_HOURS, NIGHT_OF_23_HOURS, SHIFT_WORKER, TRAVELLER];
