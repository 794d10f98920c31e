import { describe, expect, it } from 'vitest';
import { changeReading, type Reading, type ReadingChange, undoUntil, unreadVersion, wholeReading } from './reading';

const RECEIVED = new Date('2026-11-22T07:15:00.000Z');
const at = (seconds: number) => new Date(RECEIVED.getTime() + seconds * 1000);
const ADA = { author: 'Ada Reader', author_id: 'usr_ada' };
const BEN = { author: 'Ben Reader', author_id: 'usr_ben' };
const fresh = () => unreadVersion(1, null);

function step(reading: Reading, change: ReadingChange, seconds: number, who = ADA): Reading {
  const decided = changeReading(reading, change, { ...who, now: at(seconds), received_at: RECEIVED });
  if (!decided.ok) throw new Error(decided.reason);
  return decided.reading;
}

function refusal(reading: Reading, change: ReadingChange, seconds: number, who = ADA): string {
  const decided = changeReading(reading, change, { ...who, now: at(seconds), received_at: RECEIVED });
  return decided.ok ? 'allowed' : decided.reason;
}

const save = (statement: string) => ({ action: 'save', statement }) as const;
const confirm = (statement: string) => ({ action: 'confirm', statement }) as const;
const amend = (statement: string) => ({ action: 'amend', statement, reason: 'second look' }) as const;
const undo = { action: 'undo' } as const;

const preliminary = () => step(fresh(), save('Sinus rhythm'), 60);
const confirmed = () => step(preliminary(), confirm('Sinus rhythm'), 90);
const amended = () => step(confirmed(), amend('Atrial flutter'), 200);

describe('the reading workflow', () => {
  it('starts with nothing said', () => {
    expect(fresh()).toMatchObject({ state: 'unconfirmed', version: 1, statement: null, author: null, earlier: null });
  });

  it.each([
    ['unconfirmed', fresh, ['allowed', 'allowed', 'not_in_this_state', 'not_in_this_state']],
    ['preliminary', preliminary, ['allowed', 'allowed', 'not_in_this_state', 'not_in_this_state']],
    ['confirmed', confirmed, ['not_in_this_state', 'not_in_this_state', 'allowed', 'allowed']],
    ['amended', amended, ['not_in_this_state', 'not_in_this_state', 'allowed', 'allowed']],
  ] as const)('from %s takes exactly the steps that lead on', (state, reading, expected) => {
    const from = reading();
    const seconds = ((from.recorded_at ?? RECEIVED).getTime() - RECEIVED.getTime()) / 1000 + 1;
    expect(from.state).toBe(state);
    const steps = [save('other'), confirm('other'), amend('other'), undo];
    expect(steps.map((change) => refusal(from, change, seconds))).toEqual(expected);
  });

  it('keeps who said what and when', () => {
    expect(step(preliminary(), save('Sinus bradycardia'), 70, BEN)).toMatchObject({
      ...{ state: 'preliminary', statement: 'Sinus bradycardia', recorded_at: at(70) },
      ...BEN,
    });
  });

  it('measures from receipt to the first confirmation, and an amendment leaves that', () => {
    expect(preliminary().time_to_read_ms).toBeNull();
    expect(confirmed().time_to_read_ms).toBe(90_000);
    expect(amended().time_to_read_ms).toBe(90_000);
  });

  it('does not take the same words for an amendment or a second draft, but confirms them', () => {
    expect(refusal(preliminary(), save('Sinus rhythm'), 70)).toBe('unchanged');
    expect(refusal(confirmed(), amend('Sinus rhythm'), 100)).toBe('unchanged');
    expect(refusal(preliminary(), confirm('Sinus rhythm'), 70)).toBe('allowed');
  });
});

describe('taking back', () => {
  it('brings back what stood before, and counts the time to read anew', () => {
    const back = step(confirmed(), undo, 100);
    expect(back).toEqual(preliminary());
    expect(step(back, confirm('Sinus rhythm'), 120).time_to_read_ms).toBe(120_000);
  });

  it('of an amendment leaves the confirmation, which can no longer be taken back', () => {
    const back = step(amended(), undo, 210);
    expect(back).toMatchObject({ state: 'confirmed', statement: 'Sinus rhythm', recorded_at: at(90) });
    expect(refusal(back, undo, 211)).toBe('not_in_this_state');
  });

  it('is over after a minute, and never another reader’s', () => {
    expect(undoUntil(confirmed())).toEqual(at(150));
    expect([refusal(confirmed(), undo, 150), refusal(confirmed(), undo, 150.001)]).toEqual(['allowed', 'undo_over']);
    expect(refusal(confirmed(), undo, 100, BEN)).toBe('undo_over');
    expect(undoUntil(preliminary())).toBeNull();
  });
});

describe('a new version', () => {
  it('is unread and names what was confirmed on the one before', () => {
    const next = unreadVersion(2, confirmed());
    expect(next).toMatchObject({ state: 'unconfirmed', version: 2, statement: null, before: null });
    expect(next.earlier).toEqual({ state: 'confirmed', version: 1, author: ADA.author, recorded_at: at(90) });
    expect(next.time_to_read_ms).toBeNull();
  });

  it('still names it when the version between was never confirmed', () => {
    const between = step(unreadVersion(2, amended()), save('Draft'), 300);
    expect(unreadVersion(3, between).earlier).toMatchObject({ state: 'amended', version: 1 });
  });

  it('names nothing where only a draft was made', () => {
    expect(unreadVersion(2, preliminary()).earlier).toBeNull();
    expect(unreadVersion(2, { state: 'unconfirmed', version: 1 }).earlier).toBeNull();
  });

  it('reads what an older release stored', () => {
    expect(wholeReading({ state: 'unconfirmed', version: 3 })).toEqual(unreadVersion(3, null));
  });
});
