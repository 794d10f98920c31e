import type { LinkSetting } from './link-case.fixture';

/** Single nights, nights one after the other, breaks, naps and noon. */
export const PLAIN_SETTINGS: LinkSetting[] = [
  {
    what: 'one night from 23:00 to 07:00',
    offset: '+01:00',
    sent: 'PAP-1 | 11-02T23:00:00 to 11-03T07:00:00',
    cases: `
      11-01T23:30:00 | 10s   | none                | the night before: nothing is known of it
      11-02T11:59:59 | 10s   | none                | before noon it is the night of the first
      11-02T12:00:00 | 10s   | same_night 11-02    | at noon the night of the second begins
      11-02T18:00:00 | 10s   | same_night 11-02    | therapy comes later the same night
      11-02T22:59:49 | 10s   | same_night 11-02    | ends a second before the mask goes on
      11-02T22:59:50 | 10s   | same_night 11-02    | ends as the mask goes on: no time is shared
      11-02T22:59:51 | 10s   | during 11-02        | one second is shared
      11-02T23:00:00 | 10s   | during 11-02        | begins as the mask goes on
      11-03T03:00:00 | 10s   | during 11-02        | in the middle
      11-03T06:59:50 | 10s   | during 11-02        | ends as the mask comes off
      11-03T06:59:58 | 5m    | during 11-02        | two seconds are shared
      11-03T06:59:59 | 10s   | during 11-02        | one second is shared
      11-03T07:00:00 | 10s   | morning_after 11-02 | begins as the mask comes off: nothing is shared, 0 h after
      11-03T07:00:01 | 10s   | morning_after 11-02 | a second after
      11-03T08:14:00 | 10s   | morning_after 11-02 | the usual morning ECG
      11-03T11:59:59 | 10s   | morning_after 11-02 | after the end comes before the same date
      11-03T12:00:00 | 10s   | morning_after 11-02 | the next date, but five hours after
      11-03T18:59:59 | 10s   | morning_after 11-02 | a second less than twelve hours
      11-03T19:00:00 | 10s   | morning_after 11-02 | twelve hours are included
      11-03T19:00:01 | 10s   | none                | a second more; of its own night nothing is known
      11-03T23:30:00 | 10s   | none                | the next night
      11-10T08:00:00 | 10s   | none                | a week later
      11-02T18:00:00 | 24h   | during 11-02        | a Holter over the whole night
      11-03T07:00:00 | 24h   | morning_after 11-02 | a Holter put on as the mask comes off
      11-01T23:00:00 | 24h   | none                | a Holter that ends as the mask goes on; its date is that of its start
      11-01T23:00:00 | 24h1s | during 11-02        | the same a second longer
      11-02T10:00:00 | 6h    | none                | reaches past noon, but its start decides its date
      11-02T13:00:00 | 10h   | same_night 11-02    | from the afternoon until the mask goes on`,
  },
  {
    what: 'nights one after the other',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T23:00:00 to 11-03T07:00:00
      PAP-1 | 11-03T22:00:00 to 11-04T06:00:00
      PAP-1 | 11-04T23:00:00 to 11-05T06:30:00`,
    cases: `
      11-03T08:00:00 | 10s   | morning_after 11-02 | an hour after
      11-03T12:30:00 | 10s   | morning_after 11-02 | its own night is the next one, but the end of the last decides
      11-03T19:00:00 | 10s   | morning_after 11-02 | twelve hours
      11-03T19:00:01 | 10s   | same_night 11-03    | more than twelve hours, and its own night is known
      11-03T21:59:50 | 10s   | same_night 11-03    | touches
      11-03T21:59:51 | 10s   | during 11-03        | shares a second
      11-04T05:59:59 | 10s   | during 11-03        | shares a second
      11-04T06:00:00 | 10s   | morning_after 11-03 | touches
      11-04T18:00:00 | 10s   | morning_after 11-03 | twelve hours
      11-04T18:00:01 | 10s   | same_night 11-04    | a second more
      11-05T18:30:00 | 10s   | morning_after 11-04 | twelve hours
      11-05T18:30:01 | 10s   | none                | a second more, no night known
      11-03T02:00:00 | 24h   | during 11-02        | shares 5 h with the first, 4 h with the second
      11-03T03:00:00 | 24h   | during 11-03        | shares 4 h with the first, 5 h with the second
      11-03T02:30:00 | 24h   | during 11-02        | 4½ h with either: the earlier
      11-03T02:30:01 | 24h   | during 11-03        | a second less with the first, one more with the second
      11-02T12:00:00 | 72h   | during 11-02        | 8 h, 8 h and 7½ h: the earlier of the equal ones
      11-03T12:00:00 | 48h   | during 11-03        | 8 h and 7½ h
      11-03T08:00:00 | 14h   | morning_after 11-02 | ends as the mask goes on
      11-03T08:00:00 | 14h1s | during 11-03        | shares a second: sharing comes before following`,
  },
  {
    what: 'a break of an hour and a half in one sleep',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T22:00:00 to 11-03T01:00:00
      PAP-1 | 11-03T02:30:00 to 11-03T06:00:00`,
    cases: `
      11-03T00:59:59 | 10s    | during 11-02        | shares a second
      11-03T01:00:00 | 10s    | same_night 11-02    | the sleep goes on: therapy has not ended
      11-03T01:30:00 | 10s    | same_night 11-02    | in the break
      11-03T01:00:00 | 1h30m  | same_night 11-02    | fills the break
      11-03T01:00:00 | 1h31m  | during 11-02        | a minute longer
      11-03T02:29:50 | 10s    | same_night 11-02    | touches
      11-03T02:29:51 | 10s    | during 11-02        | shares a second
      11-03T06:00:00 | 10s    | morning_after 11-02 | now it has ended
      11-03T18:00:00 | 10s    | morning_after 11-02 | twelve hours after the last end
      11-03T18:00:01 | 10s    | none                | a second more`,
  },
  {
    what: 'a break of two hours: two sleeps',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T22:00:00 to 11-03T01:00:00
      PAP-1 | 11-03T03:00:00 to 11-03T06:00:00`,
    cases: `
      11-03T01:00:00 | 10s | morning_after 11-02 | the first sleep, of three hours and so no nap, is over
      11-03T02:00:00 | 10s | morning_after 11-02 | between the two
      11-03T02:59:51 | 10s | during 11-02        | shares a second with the second
      11-03T06:10:00 | 10s | morning_after 11-02 | after the second`,
  },
  {
    what: 'a break a second short of two hours: one sleep',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T22:00:00 to 11-03T01:00:00
      PAP-1 | 11-03T02:59:59 to 11-03T06:00:00`,
    cases: `
      11-03T01:00:00 | 10s | same_night 11-02 | the sleep goes on
      11-03T02:00:00 | 10s | same_night 11-02 | in the break`,
  },
  {
    what: 'a nap in the evening before the night',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-01T23:00:00 to 11-02T07:30:00
      PAP-1 | 11-02T19:00:00 to 11-02T20:00:00
      PAP-1 | 11-02T23:00:00 to 11-03T06:00:00`,
    cases: `
      11-02T18:30:00 | 10s | morning_after 11-01 | eleven hours after the night before
      11-02T18:59:50 | 10s | morning_after 11-01 | touches the nap
      11-02T19:30:00 | 10s | during 11-02        | in the nap, though twelve hours after the night before
      11-02T20:00:00 | 10s | same_night 11-02    | a nap ends no night, and the night before is too long ago
      11-02T21:00:00 | 10s | same_night 11-02    | between nap and night
      11-03T06:00:00 | 10s | morning_after 11-02 | the end of the night`,
  },
  {
    what: 'a nap in the morning after the night',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T22:00:00 to 11-03T05:00:00
      PAP-1 | 11-03T09:00:00 to 11-03T10:30:00`,
    cases: `
      11-03T08:00:00 | 10s | morning_after 11-02 | after the night, before the nap
      11-03T09:00:00 | 10s | during 11-02        | in the nap, which is therapy
      11-03T10:30:00 | 10s | morning_after 11-02 | five and a half hours after the night
      11-03T17:00:00 | 10s | morning_after 11-02 | twelve hours after the night
      11-03T17:00:01 | 10s | none                | a second more: the end of the nap does not count`,
  },
  {
    what: 'a nap in the afternoon, of the date of the coming night',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T22:00:00 to 11-03T05:00:00
      PAP-1 | 11-03T14:00:00 to 11-03T15:00:00
      PAP-1 | 11-03T23:00:00 to 11-04T06:00:00`,
    cases: `
      11-03T13:00:00 | 10s | morning_after 11-02 | eight hours after the night
      11-03T14:30:00 | 10s | during 11-03        | in the nap
      11-03T15:30:00 | 10s | morning_after 11-02 | still of the night before, not of one that is to come
      11-03T17:00:01 | 10s | same_night 11-03    | more than twelve hours after it
      11-03T22:00:00 | 10s | same_night 11-03    | before the night`,
  },
  {
    what: 'an hour in the afternoon that is all of its date',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T22:00:00 to 11-03T05:00:00
      PAP-1 | 11-03T14:00:00 to 11-03T15:00:00`,
    cases: `
      11-03T13:00:00 | 10s | morning_after 11-02 | after the night
      11-03T14:30:00 | 10s | during 11-03        | shares all its time
      11-03T15:30:00 | 10s | morning_after 11-03 | the longest sleep of a date is no nap, and ended last
      11-04T03:00:00 | 10s | morning_after 11-03 | twelve hours after it
      11-04T03:00:01 | 10s | same_night 11-03    | before noon of the fourth it is the night of the third`,
  },
  {
    what: 'a sleep that crosses noon',
    offset: '+01:00',
    sent: 'PAP-1 | 11-03T05:00:00 to 11-03T13:30:00',
    cases: `
      11-03T04:00:00 | 10s | same_night 11-02    | before it, the same date
      11-03T11:00:00 | 10s | during 11-02        | before noon
      11-03T12:30:00 | 10s | during 11-02        | after noon it is the same session of the same night
      11-03T13:30:00 | 10s | morning_after 11-02 | its end
      11-04T01:30:00 | 10s | morning_after 11-02 | twelve hours after
      11-04T01:30:01 | 10s | none                | a second more; the night of the third is not known`,
  },
  {
    what: 'a sleep that begins at noon',
    offset: '+01:00',
    sent: 'PAP-1 | 11-03T12:00:00 to 11-03T17:00:00',
    cases: `
      11-03T11:59:50 | 10s | none                | touches; the night of the second is not known
      11-03T11:59:51 | 10s | during 11-03        | shares a second with a session of another date than its own
      11-03T17:00:00 | 10s | morning_after 11-03 | its end
      11-04T05:00:01 | 10s | same_night 11-03    | more than twelve hours, the same date`,
  },
  {
    what: 'a shift worker whose nights change at 18:00',
    offset: '+01:00',
    boundary_hour: 18,
    sent: 'PAP-1 | 11-03T08:00:00 to 11-03T15:00:00',
    cases: `
      11-02T17:59:59 | 10s | none                | before 18:00 it is the night of the first
      11-02T18:00:00 | 10s | same_night 11-02    | at 18:00 the night of the second begins
      11-03T07:00:00 | 10s | same_night 11-02    | before the sleep
      11-03T10:00:00 | 10s | during 11-02        | in it
      11-03T17:59:59 | 10s | morning_after 11-02 | after it
      11-04T03:00:00 | 10s | morning_after 11-02 | twelve hours after
      11-04T03:00:01 | 10s | none                | the night of the third by this boundary, which is not known`,
  },
  {
    what: 'nights by the date of the calendar',
    offset: '+01:00',
    boundary_hour: 0,
    sent: 'PAP-1 | 11-02T23:00:00 to 11-03T07:00:00',
    cases: `
      11-01T23:59:59 | 10s | none             | the first
      11-02T00:00:00 | 10s | same_night 11-02 | the second
      11-02T10:00:00 | 10s | same_night 11-02 | the morning of that date`,
  },
];
