import type { LinkSetting } from './link-case.fixture';

/** Several devices, mask-fit runs, what a person excluded, days without session times. */
export const COUNTING_SETTINGS: LinkSetting[] = [
  {
    what: 'two devices one after the other',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T23:00:00 to 11-03T02:00:00
      PAP-2 | 11-03T02:30:00 to 11-03T06:00:00`,
    cases: `
      11-03T02:15:00 | 10s | same_night 11-02    | one sleep on two devices
      11-03T05:00:00 | 10s | during 11-02        | the second device
      11-03T07:00:00 | 10s | morning_after 11-02 | an hour after the second`,
  },
  {
    what: 'two devices at once',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T23:00:00 to 11-03T07:00:00
      PAP-2 | 11-03T06:00:00 to 11-03T08:00:00`,
    cases: `
      11-03T07:00:00 | 10s | during 11-02        | the first has ended, the second not
      11-03T08:00:00 | 10s | morning_after 11-02 | both have
      11-03T20:00:00 | 10s | morning_after 11-02 | twelve hours after the last
      11-03T20:00:01 | 10s | none                | a second more`,
  },
  {
    what: 'time that two devices share',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T23:00:00 to 11-03T03:00:00
      PAP-2 | 11-02T23:00:00 to 11-03T03:00:00
      PAP-1 | 11-03T23:00:00 to 11-04T04:00:00`,
    cases: `
      11-02T23:00:00 | 30h | during 11-03 | shared time counts once: 4 h with the first night, 5 h with the second
      11-02T23:00:00 | 28h | during 11-02 | 4 h with either: the earlier`,
  },
  {
    what: 'a mask-fit run before the night and one after it',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T21:00:00 to 11-02T21:20:00 | mask fit
      PAP-1 | 11-02T23:00:00 to 11-03T06:00:00
      PAP-1 | 11-03T09:00:00 to 11-03T09:10:00 | mask fit`,
    cases: `
      11-02T21:10:00 | 10s | same_night 11-02    | a mask-fit run is no therapy
      11-02T21:30:00 | 10s | same_night 11-02    | and ends none
      11-02T23:00:00 | 10s | during 11-02        | therapy
      11-03T09:05:00 | 10s | morning_after 11-02 | three hours after therapy, not during it
      11-03T18:00:00 | 10s | morning_after 11-02 | twelve hours after therapy
      11-03T18:00:01 | 10s | none                | the second run does not make it later`,
  },
  {
    what: 'a night with a mask-fit run alone',
    offset: '+01:00',
    sent: 'PAP-1 | 11-05T15:00:00 to 11-05T15:20:00 | mask fit',
    cases: `
      11-05T15:10:00 | 10s | same_night 11-05 | the night is known, of 0 h
      11-05T15:30:00 | 10s | same_night 11-05 | no therapy has ended
      11-06T02:00:00 | 10s | same_night 11-05 | before noon
      11-06T12:00:00 | 10s | none             | noon`,
  },
  {
    what: 'a first session excluded',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T22:00:00 to 11-03T00:00:00 | excluded
      PAP-1 | 11-03T00:30:00 to 11-03T06:00:00`,
    cases: `
      11-02T23:00:00 | 10s | same_night 11-02    | the session does not count
      11-03T00:29:51 | 10s | during 11-02        | the other does
      11-03T06:00:00 | 10s | morning_after 11-02 | its end`,
  },
  {
    what: 'a last session excluded',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T22:00:00 to 11-03T02:00:00
      PAP-1 | 11-03T02:30:00 to 11-03T06:00:00 | excluded`,
    cases: `
      11-03T03:00:00 | 10s | morning_after 11-02 | what counts ended an hour before
      11-03T14:00:00 | 10s | morning_after 11-02 | twelve hours after what counts
      11-03T14:00:01 | 10s | none                | a second more`,
  },
  {
    what: 'all of a night excluded',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T23:00:00 to 11-03T07:00:00
      PAP-1 | 11-03T20:00:00 to 11-04T06:00:00 | excluded`,
    cases: `
      11-03T18:30:00 | 10s | morning_after 11-02 | of the night before
      11-03T21:00:00 | 10s | none                | in an excluded session, of an excluded night
      11-04T07:00:00 | 10s | none                | after an excluded session`,
  },
  {
    what: 'the longer sleep of a date excluded',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-02T19:00:00 to 11-02T20:00:00
      PAP-1 | 11-02T23:00:00 to 11-03T06:00:00 | excluded`,
    cases: `
      11-02T20:30:00 | 10s | morning_after 11-02 | what would be a nap is the longest that counts
      11-03T03:00:00 | 10s | morning_after 11-02 | seven hours after it, in an excluded session
      11-03T08:00:00 | 10s | morning_after 11-02 | twelve hours after it
      11-03T08:00:01 | 10s | same_night 11-02    | a second more, before noon`,
  },
  {
    what: 'a day of which only the summary was sent',
    offset: '+01:00',
    sent: `
      PAP-1 | 11-01T23:00:00 to 11-02T07:00:00
      PAP-1 | day 11-02 | summary`,
    cases: `
      11-02T18:59:00 | 10s | morning_after 11-01 | of the night before
      11-02T19:00:01 | 10s | same_night 11-02    | more than twelve hours after it
      11-03T03:00:00 | 10s | same_night 11-02    | when the mask was on is not known
      11-03T08:00:00 | 10s | same_night 11-02    | when it came off is not known either
      11-03T12:00:00 | 10s | none                | noon
      11-02T20:00:00 | 24h | same_night 11-02    | a Holter over the night: sharing time is not known`,
  },
  {
    what: 'a day without use, and an excluded day',
    offset: '+01:00',
    sent: `
      PAP-1 | day 11-02 | no use
      PAP-1 | day 11-04 | excluded`,
    cases: `
      11-02T11:59:59 | 10s | none             | the night of the first
      11-02T18:00:00 | 10s | same_night 11-02 | a night of 0 h is a night
      11-03T08:00:00 | 10s | same_night 11-02 | nothing has ended
      11-04T18:00:00 | 10s | none             | excluded
      11-05T08:00:00 | 10s | none             | excluded`,
  },
  {
    what: 'a summary of one device beside sessions of another',
    offset: '+01:00',
    sent: `
      PAP-1 | day 11-02 | summary
      PAP-2 | 11-02T23:00:00 to 11-03T05:00:00`,
    cases: `
      11-02T22:00:00 | 10s | same_night 11-02    | before the sessions
      11-03T04:00:00 | 10s | during 11-02        | in one
      11-03T05:00:00 | 10s | morning_after 11-02 | after it`,
  },
  {
    what: 'a session shorter than the ECG',
    offset: '+01:00',
    sent: 'PAP-1 | 11-02T23:00:00 to 11-02T23:00:05',
    cases: `
      11-02T22:59:58 | 10s | during 11-02        | around all of it
      11-02T23:00:05 | 10s | morning_after 11-02 | the longest sleep of the date, short as it is
      11-02T22:59:55 | 5s  | same_night 11-02    | touches
      11-02T22:59:55 | 6s  | during 11-02        | shares a second`,
  },
];
