import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, shiftUpload } from './shift-dates.mjs';

const upload = {
  source_id: 'EX-0231:2026-11-18',
  timezone: 'Europe/Brussels',
  sent_at: '2026-11-19T07:40:00+01:00',
  therapy: {
    sessions: [
      {
        start: '2026-11-18T22:18:49+01:00',
        end: '2026-11-19T02:11:49+01:00',
        events: [{ start: '2026-11-19T01:00:00+01:00' }],
      },
      { start: '2026-11-19T02:14:08+01:00', end: '2026-11-19T02:38:08+01:00' },
    ],
  },
};

describe('calendar days', () => {
  it('cross months and leap days', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-11-19', '2027-11-19')).toBe(365);
  });
});

describe('shiftUpload', () => {
  it('moves every time by whole days at the same local hour', () => {
    expect(shiftUpload(upload, 3)).toEqual({
      ...upload,
      source_id: 'EX-0231:2026-11-21',
      sent_at: '2026-11-22T07:40:00+01:00',
      therapy: {
        sessions: [
          {
            start: '2026-11-21T22:18:49+01:00',
            end: '2026-11-22T02:11:49+01:00',
            events: [{ start: '2026-11-22T01:00:00+01:00' }],
          },
          { start: '2026-11-22T02:14:08+01:00', end: '2026-11-22T02:38:08+01:00' },
        ],
      },
    });
  });

  it('takes the offset the zone has on the new day', () => {
    const summer = shiftUpload({ ...upload, recording_date: '2026-11-19T08:15:00+01:00' }, -150);
    expect(summer.recording_date).toBe('2026-06-22T08:15:00+02:00');
  });

  const onTheNightOf = (date: string) => shiftUpload(upload, daysBetween('2026-11-18', date)).therapy.sessions;

  it('keeps a night as long as it was when the clocks go forward in it', () => {
    expect(onTheNightOf('2027-03-27')).toEqual([
      {
        start: '2027-03-27T22:18:49+01:00',
        end: '2027-03-28T03:11:49+02:00',
        events: [{ start: '2027-03-28T01:00:00+01:00' }],
      },
      { start: '2027-03-28T03:14:08+02:00', end: '2027-03-28T03:38:08+02:00' },
    ]);
  });

  it('keeps a night as long as it was when the clocks go back in it', () => {
    const [first, second] = onTheNightOf('2026-10-24');
    // 02:11 comes twice that night: this is the first time, while summer time still holds
    expect([first?.start, first?.end]).toEqual(['2026-10-24T22:18:49+02:00', '2026-10-25T02:11:49+02:00']);
    expect(second).toEqual({ start: '2026-10-25T02:14:08+02:00', end: '2026-10-25T02:38:08+02:00' });
  });

  it('moves the night of a day without sessions, and times without an offset as they are', () => {
    const unused = { ...upload, night: '2026-11-18', therapy: { sessions: [] } };
    expect(shiftUpload(unused, 3)).toMatchObject({ night: '2026-11-21', therapy: { sessions: [] } });
    const naive = { ...upload, therapy: { sessions: [{ start: '2026-11-18T22:00:00', end: '2026-11-19T06:00:00' }] } };
    const moved = [{ start: '2027-03-27T22:00:00', end: '2027-03-28T06:00:00' }];
    expect(shiftUpload(naive, 129).therapy.sessions).toEqual(moved);
  });

  it('leaves the time of a clock that was reset', () => {
    const reset = { ...upload, source_id: 'cart/2000-01-01/1', sent_at: '2000-01-01T00:07:50+01:00' };
    const { therapy: _none, ...ecg } = { ...reset, recording_date: '2000-01-01T00:07:00+01:00' };
    expect(shiftUpload(ecg, 30)).toEqual(ecg);
  });

  it('leaves what was not there absent and the original as it was', () => {
    const before = structuredClone(upload);
    expect(shiftUpload(upload, 1)).not.toHaveProperty('recording_date');
    expect(upload).toEqual(before);
  });
});
