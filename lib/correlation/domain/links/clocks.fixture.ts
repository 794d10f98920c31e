import type { LinkSetting } from './link-case.fixture';

/** Summer time, travel, clocks that differ. */
export const CLOCK_SETTINGS: LinkSetting[] = [
  {
    what: 'the night of 25 hours (Brussels, 25 October: 03:00 becomes 02:00)',
    offset: '+01:00',
    sent: 'PAP-1 | 10-24T23:00:00+02:00 to 10-25T07:00:00+01:00',
    cases: `
      10-24T11:59:59+02:00 | 10s | none                | before noon of summer time
      10-24T12:00:00+02:00 | 10s | same_night 10-24    | noon of summer time
      10-25T02:30:00+02:00 | 10s | during 10-24        | half past two, the first time
      10-25T02:30:00+01:00 | 10s | during 10-24        | half past two, the second time
      10-25T05:59:59Z      | 10s | during 10-24        | a second before the end, from a device on UTC
      10-25T06:00:00Z      | 10s | morning_after 10-24 | the end, from a device on UTC
      10-25T07:59:59+02:00 | 10s | during 10-24        | a second before the end, on a cart still on summer time
      10-25T08:00:00+02:00 | 10s | morning_after 10-24 | the end, on a cart still on summer time
      10-25T07:00:00+01:00 | 10s | morning_after 10-24 | the end
      10-25T11:59:59+01:00 | 10s | morning_after 10-24 | 25 hours less a second after noon
      10-25T19:00:00+01:00 | 10s | morning_after 10-24 | twelve hours
      10-25T20:00:00+02:00 | 10s | morning_after 10-24 | the same instant on summer time
      10-25T19:00:01+01:00 | 10s | none                | a second more
      10-25T20:00:01+02:00 | 10s | none                | the same instant on summer time`,
  },
  {
    what: 'a break in the repeated hour',
    offset: '+01:00',
    sent: `
      PAP-1 | 10-24T23:00:00+02:00 to 10-25T02:30:00+02:00
      PAP-1 | 10-25T02:30:00+01:00 to 10-25T06:00:00+01:00`,
    cases: `
      10-25T02:29:51+02:00 | 10s | during 10-24     | in the first session
      10-25T02:30:00+02:00 | 10s | same_night 10-24 | the break of an hour begins
      10-25T02:45:00+02:00 | 10s | same_night 10-24 | in the break; the same time an hour later is in the second session
      10-25T02:45:00+01:00 | 10s | during 10-24     | the same time an hour later
      10-25T02:15:00+01:00 | 10s | same_night 10-24 | in the break; the same time an hour before is in the first session
      10-25T02:29:51+01:00 | 10s | during 10-24     | shares a second with the second session`,
  },
  {
    what: 'the night of 23 hours (Brussels, 28 March: 02:00 becomes 03:00)',
    offset: '+02:00',
    sent: 'PAP-1 | 2027-03-27T23:00:00+01:00 to 2027-03-28T07:00:00+02:00',
    cases: `
      2027-03-27T11:59:59+01:00 | 10s | none                     | before noon
      2027-03-27T12:00:00+01:00 | 10s | same_night 2027-03-27    | noon
      2027-03-28T01:59:59+01:00 | 10s | during 2027-03-27        | a second before the change
      2027-03-28T03:00:00+02:00 | 10s | during 2027-03-27        | the second after it
      2027-03-28T05:59:59+01:00 | 10s | during 2027-03-27        | a second before the end, on a cart still on winter time
      2027-03-28T06:00:00+01:00 | 10s | morning_after 2027-03-27 | the end, on a cart still on winter time
      2027-03-28T07:00:00+02:00 | 10s | morning_after 2027-03-27 | the end
      2027-03-28T19:00:00+02:00 | 10s | morning_after 2027-03-27 | twelve hours
      2027-03-28T19:00:01+02:00 | 10s | none                     | a second more
      2027-03-28T18:00:01+01:00 | 10s | none                     | the same instant on winter time`,
  },
  {
    what: 'New York with a device that stayed on the time of Brussels',
    offset: '-05:00',
    sent: 'PAP-1 | 11-03T04:00:00+01:00 to 11-03T12:00:00+01:00',
    cases: `
      11-02T11:59:59 | 10s | none                | before noon in New York
      11-02T12:00:00 | 10s | same_night 11-02    | noon in New York
      11-02T20:00:00 | 10s | same_night 11-02    | the evening, already the third in Brussels
      11-02T22:30:00 | 10s | during 11-02        | half an hour after the mask went on
      11-03T05:59:59 | 10s | during 11-02        | shares a second
      11-03T06:00:00 | 10s | morning_after 11-02 | the end
      11-03T08:00:00 | 10s | morning_after 11-02 | two hours after
      11-03T18:00:00 | 10s | morning_after 11-02 | twelve hours after
      11-03T18:00:01 | 10s | none                | a second more`,
  },
  {
    what: 'New York with a Holter that stayed on the time of Brussels',
    offset: '+01:00',
    sent: 'PAP-1 | 11-02T22:00:00-05:00 to 11-03T06:00:00-05:00',
    cases: `
      11-03T03:59:50 | 10s | same_night 11-02    | touches
      11-03T04:30:00 | 10s | during 11-02        | half past ten in New York
      11-03T12:00:00 | 10s | morning_after 11-02 | the end; noon on the Holter's own clock`,
  },
  {
    what: 'Tokyo with a watch that stayed on the time of Brussels',
    offset: '+01:00',
    sent: 'PAP-1 | 11-05T23:00:00+09:00 to 11-06T06:30:00+09:00',
    cases: `
      11-05T11:00:00 | 10s | none                | 19:00 in Tokyo, but by its own clock still the night of the fourth
      11-05T14:59:50 | 10s | same_night 11-05    | touches
      11-05T15:30:00 | 10s | during 11-05        | half past eleven in Tokyo
      11-05T22:30:00 | 10s | morning_after 11-05 | the end, still the evening on the watch
      11-06T10:30:00 | 10s | morning_after 11-05 | twelve hours after
      11-06T10:30:01 | 10s | same_night 11-05    | a second more, before noon on the watch
      11-06T12:00:00 | 10s | none                | noon on the watch`,
  },
  {
    what: 'across the date line',
    offset: '-10:00',
    sent: 'PAP-1 | 11-10T22:00:00+13:00 to 11-11T06:00:00+13:00',
    cases: `
      11-09T20:00:00 | 10s | none                | before it, of the ninth on its own clock
      11-09T23:30:00 | 10s | during 11-10        | shares time with a session of another date
      11-10T07:00:00 | 10s | morning_after 11-10 | the end
      11-10T19:00:00 | 10s | morning_after 11-10 | twelve hours after
      11-10T19:00:01 | 10s | same_night 11-10    | a second more: of the tenth on its own clock`,
  },
  {
    what: 'two sleeps of one date with a flight to the west between',
    offset: '-05:00',
    sent: `
      PAP-1 | 11-02T23:00:00+01:00 to 11-03T07:00:00+01:00
      PAP-1 | 11-03T10:00:00-05:00 to 11-03T13:00:00-05:00`,
    cases: `
      11-03T09:00:00+01:00 | 10s | morning_after 11-02 | two hours after the first
      11-03T12:59:59       | 10s | during 11-02        | in the second, which begins before noon and is of the same night
      11-03T13:00:00       | 10s | morning_after 11-02 | its end: three hours are no nap
      11-04T01:00:00       | 10s | morning_after 11-02 | twelve hours after
      11-04T01:00:01       | 10s | none                | a second more`,
  },
  {
    what: 'a zone of three quarters of an hour',
    offset: '+05:45',
    sent: 'PAP-1 | 11-02T23:00:00 to 11-03T06:00:00',
    cases: `
      11-02T11:59:59       | 10s | none                | before noon
      11-02T12:00:00       | 10s | same_night 11-02    | noon
      11-03T00:14:59Z      | 10s | during 11-02        | 05:59:59 there
      11-03T00:15:00Z      | 10s | morning_after 11-02 | 06:00 there`,
  },
  {
    what: 'an ECG clock five minutes slow, aligned',
    offset: '+01:00',
    clock_s: { 'PAP-1': 300 },
    sent: 'PAP-1 | 11-02T23:00:00 to 11-03T07:00:00',
    cases: `
      11-02T11:54:59 | 10s | none                | 11:59:59 on the therapy device
      11-02T11:55:00 | 10s | same_night 11-02    | noon on the therapy device
      11-02T22:54:50 | 10s | same_night 11-02    | touches
      11-02T22:54:51 | 10s | during 11-02        | shares a second
      11-03T06:54:59 | 10s | during 11-02        | shares a second
      11-03T06:55:00 | 10s | morning_after 11-02 | the end
      11-03T18:55:00 | 10s | morning_after 11-02 | twelve hours
      11-03T18:55:01 | 10s | none                | a second more`,
  },
  {
    what: 'an ECG clock an hour fast, aligned',
    offset: '+01:00',
    clock_s: { 'PAP-1': -3600 },
    sent: 'PAP-1 | 11-02T23:00:00 to 11-03T07:00:00',
    cases: `
      11-02T23:30:00 | 10s | same_night 11-02    | half past ten
      11-03T07:59:59 | 10s | during 11-02        | shares a second
      11-03T08:00:00 | 10s | morning_after 11-02 | the end
      11-03T20:00:01 | 10s | none                | more than twelve hours`,
  },
  {
    what: 'two therapy devices of which one is aligned',
    offset: '+01:00',
    clock_s: { 'PAP-1': 300 },
    sent: `
      PAP-1 | 11-02T23:00:00 to 11-03T02:00:00
      PAP-2 | 11-03T04:30:00 to 11-03T07:30:00`,
    cases: `
      11-03T01:54:59 | 10s | during 11-02        | shares a second with the first, by its clock
      11-03T01:55:00 | 10s | morning_after 11-02 | the first has ended, by its clock
      11-03T04:25:00 | 10s | morning_after 11-02 | the second has its own clock and has not begun
      11-03T04:29:51 | 10s | during 11-02        | shares a second with the second`,
  },
];
