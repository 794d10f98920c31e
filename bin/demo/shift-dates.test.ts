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

  it('leaves what was not there absent and the original as it was', () => {
    const before = structuredClone(upload);
    expect(shiftUpload(upload, 1)).not.toHaveProperty('recording_date');
    expect(upload).toEqual(before);
  });
});
