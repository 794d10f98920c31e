import { describe, expect, it } from 'vitest';
import { exclusionOf, withExcluded, withIncluded } from './exclusions';

const session = (from: string, to: string) => ({
  start: new Date(`2026-11-02T${from}Z`),
  end: new Date(`2026-11-02T${to}Z`),
});
const [FIRST, SECOND] = [session('20:00', '21:00'), session('22:00', '23:30')];
const WHY = { reason: 'mask test', author: 'Ada', author_id: 'usr_1', excluded_at: new Date('2026-11-03T08:00Z') };

describe('what is excluded', () => {
  it('is the session, and no other of the record', () => {
    const known = withExcluded([], [SECOND], WHY);
    expect(exclusionOf(SECOND, known)).toMatchObject({ reason: 'mask test', ...SECOND });
    expect(exclusionOf(FIRST, known)).toBeNull();
    expect(exclusionOf(null, known)).toBeNull();
  });

  it('stays so when a later copy knows its end or its beginning better', () => {
    const known = withExcluded([], [SECOND], WHY);
    expect(exclusionOf(session('22:00', '23:59'), known)).not.toBeNull();
    expect(exclusionOf(session('22:01', '23:30'), known)).not.toBeNull();
    expect(exclusionOf(session('23:30', '23:50'), known)).toBeNull();
  });

  it('is a session without length by its start', () => {
    const moment = session('22:00', '22:00');
    expect(exclusionOf(moment, withExcluded([], [moment], WHY))).not.toBeNull();
  });

  it('is the day of a record without sessions, and its sessions where they come later', () => {
    const known = withExcluded([], [], WHY);
    expect(exclusionOf(null, known)).not.toBeNull();
    expect(exclusionOf(FIRST, known)).not.toBeNull();
  });
});

describe('what is taken back', () => {
  it('is the session alone', () => {
    const both = withExcluded(withExcluded([], [FIRST], WHY), [SECOND], WHY);
    expect(withIncluded(both, [FIRST, SECOND], [FIRST])).toEqual(withExcluded([], [SECOND], WHY));
  });

  it('leaves out what was excluded with it as a day', () => {
    const day = withExcluded([], [], WHY);
    expect(withIncluded(day, [FIRST, SECOND], [FIRST])).toEqual(withExcluded([], [SECOND], WHY));
    expect(withIncluded(day, [], [])).toEqual([]);
  });
});
