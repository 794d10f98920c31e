import { describe, expect, it } from 'vitest';
import { derivedEcg } from '@/lib/ecg/domain/derived-ecg';
import { measureEcg } from '@/lib/measure/domain/measure-ecg';
import type { TherapyDigest } from '@/lib/therapy/domain/assembly/night-types';
import { digestSession, type ReadSession } from '@/lib/therapy/domain/digest/digest-session';
import { isOldDigest, lacksDerived, lacksLink, withWidths } from './derived';

const START = new Date('2026-11-02T21:00:00Z');

/** A digest of one hour with these signals, as today's algorithm makes it. */
function today(signals: ReadSession['signals'], scores_periodic_breathing = true): TherapyDigest {
  const session: ReadSession = {
    start: START,
    end: new Date(START.getTime() + 3_600_000),
    utc_offset_minutes: 60,
    clock_changes: [],
    kind: 'therapy',
    events: [],
    signals,
  };
  const setting = { leak_limit_l_min: null, max_pressure_cmh2o: null, scores_periodic_breathing };
  return { named_night: null, utc_offset_minutes: 60, sessions: [digestSession(session, setting)] };
}

const signal = (name: string, value: number) => ({
  name,
  period_ms: 2000,
  scale: 1,
  offset: 0,
  values: [value, value],
});

/** As algorithm 1.0.0 wrote it: no histogram says its width. */
function old(digest: TherapyDigest): TherapyDigest {
  return JSON.parse(JSON.stringify(digest, (name, value: unknown) => (name === 'width' ? undefined : value)));
}

describe('what a record of an older version lacks', () => {
  const whole = { modality: 'cpap', urgency: 2, quality: null, duration_ms: 10_000, files: [] } as const;

  it('is told by fields that are absent, not by those that are null', () => {
    const ecg = { ...whole, modality: 'ecg', derived: null, therapy_digest: null } as const;
    expect(lacksDerived({ ...ecg, quality: [] })).toBe(false);
    expect(lacksDerived({ ...ecg, quality: null })).toBe(false);
    expect(lacksDerived({ ...ecg, quality: undefined })).toBe(true);
    expect(lacksDerived({ ...ecg, quality: [], urgency: undefined })).toBe(true);
  });

  it('is the beats of an ECG of more than a minute', () => {
    const ecg = { ...whole, modality: 'ecg', derived: null, duration_ms: 60_001 } as const;
    expect(lacksDerived(ecg)).toBe(true);
    expect(lacksDerived({ ...ecg, files: [{ role: 'beats' }] })).toBe(false);
    expect(lacksDerived({ ...ecg, duration_ms: 60_000 })).toBe(false);
    expect(lacksDerived({ ...ecg, modality: 'bipap' })).toBe(false);
  });

  it('is a measurement that was never made, or by an older version; not one that could not be made', () => {
    const derived = derivedEcg(measureEcg({ rate_hz: 500, from_ms: 0, leads: [] }));
    const ecg = { ...whole, modality: 'ecg', therapy_digest: null } as const;
    expect(lacksDerived({ ...ecg, derived })).toBe(false);
    expect(lacksDerived({ ...ecg, derived: null })).toBe(false);
    expect(lacksDerived({ ...ecg, derived: { ...derived, version: '0.9.0' } })).toBe(true);
    // the last version that did not keep what could not be judged
    expect(lacksDerived({ ...ecg, derived: { ...derived, version: '1.1.0' } })).toBe(true);
    expect(lacksDerived(ecg)).toBe(true);
    expect(lacksDerived(whole)).toBe(false);
  });

  it('is a digest whose histograms do not say their width', () => {
    const digest = today([signal('pressure', 8.26), signal('leak', 2.4)]);
    expect(lacksDerived({ ...whole, therapy_digest: digest })).toBe(false);
    expect(lacksDerived({ ...whole, therapy_digest: old(digest) })).toBe(true);
  });

  it('is a digest whose leak stands in coarser bins than its pressure', () => {
    const digest = today([signal('pressure', 8.25), signal('leak', 3)]);
    const sessions = digest.sessions?.map((one) => ({ ...one, leak: { width: 1.2, first: 3, ms: [4000] } })) ?? null;
    expect(isOldDigest({ ...digest, sessions })).toBe(true);
  });

  it('is a digest where a therapy day has none', () => {
    expect(lacksDerived({ ...whole, therapy: {}, therapy_digest: null })).toBe(true);
    expect(lacksDerived({ ...whole, therapy: null, therapy_digest: null })).toBe(false);
  });

  it('may be that a device does not look for periodic breathing, where nothing else tells the digest’s age', () => {
    expect(isOldDigest(today([]))).toBe(true);
    expect(isOldDigest(today([], false))).toBe(false);
    expect(isOldDigest({ ...today([]), sessions: null })).toBe(false);
  });
});

it('an old histogram is given the width it always had, a new one keeps its own', () => {
  const digest = today([signal('pressure', 8.2), signal('epap', 6), signal('leak', 2.4)]);
  expect(withWidths(digest)).toEqual(digest);
  const [session] = withWidths(old(digest)).sessions ?? [];
  expect([session?.pressure?.width, session?.epap?.width, session?.leak?.width]).toEqual([0.2, 0.2, 1.2]);
});

describe('an ECG that was never linked', () => {
  it('is a patient’s; none, and nobody’s, is a link as well', () => {
    const ecg = { modality: 'ecg', status: 'stored' } as const;
    expect(lacksLink(ecg)).toBe(true);
    expect(lacksLink({ ...ecg, link: { kind: 'none' } })).toBe(false);
    expect(lacksLink({ ...ecg, link: null })).toBe(false);
    expect(lacksLink({ ...ecg, status: 'quarantined' })).toBe(false);
    expect(lacksLink({ ...ecg, modality: 'cpap' })).toBe(false);
  });
});
