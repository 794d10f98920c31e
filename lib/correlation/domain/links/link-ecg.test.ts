import { describe, expect, it } from 'vitest';
import { CLOCK_SETTINGS } from './clocks.fixture';
import { casesOf, type LinkSetting, nightsOfSetting } from './link-case.fixture';
import { linkEcg } from './link-ecg';
import { PLAIN_SETTINGS } from './one-night.fixture';
import { COUNTING_SETTINGS } from './what-counts.fixture';

const SETTINGS = [...PLAIN_SETTINGS, ...CLOCK_SETTINGS, ...COUNTING_SETTINGS];

const offsetOf =
  ({ clock_s }: LinkSetting) =>
  (device: string) =>
    1000 * (clock_s?.[device] ?? 0);

const linkText = ({ kind, night }: ReturnType<typeof linkEcg>) =>
  night === null ? kind : `${kind} ${night.replace(/^2026-/, '')}`;

describe.each(SETTINGS)('the link of an ECG to $what', (setting) => {
  const nights = nightsOfSetting(setting);

  it.each(casesOf(setting))('$start: $expected, $why', (ecg) => {
    expect(linkText(linkEcg(ecg, nights, offsetOf(setting)))).toBe(ecg.expected);
  });

  it('is the same whatever the order of the nights', () => {
    for (const ecg of casesOf(setting))
      expect(linkText(linkEcg(ecg, [...nights].reverse(), offsetOf(setting)))).toBe(ecg.expected);
  });
});

describe('the table of links', () => {
  it('holds 200 cases or more, each said once, of every kind', () => {
    const cases = SETTINGS.flatMap((setting) => casesOf(setting).map((ecg) => ({ ...ecg, what: setting.what })));
    expect(cases.length).toBeGreaterThanOrEqual(200);
    const said = cases.map(({ what, start, duration_ms, utc_offset_minutes }) =>
      [what, start.toISOString(), duration_ms, utc_offset_minutes].join(' '),
    );
    expect(new Set(said).size).toBe(said.length);
    for (const { start, duration_ms } of cases) {
      expect(start.getTime()).not.toBeNaN();
      expect(duration_ms).toBeGreaterThan(0);
    }
    const kinds = cases.map(({ expected }) => expected.split(' ')[0]);
    expect(new Set(kinds)).toEqual(new Set(['during', 'morning_after', 'same_night', 'none']));
  });

  it('names the night by its id, and none where there is none', () => {
    const [setting] = PLAIN_SETTINGS;
    const nights = setting ? nightsOfSetting(setting) : [];
    const ecg = { start: new Date('2026-11-03T07:15:00Z'), duration_ms: 10_000, utc_offset_minutes: 60 };
    expect(linkEcg(ecg, nights)).toEqual({ kind: 'morning_after', night_id: 'ngt_2026-11-02', night: '2026-11-02' });
    expect(linkEcg(ecg, [])).toEqual({ kind: 'none', night_id: null, night: null });
  });

  it('takes a recording of no length for a moment', () => {
    const [setting] = PLAIN_SETTINGS;
    const nights = setting ? nightsOfSetting(setting) : [];
    const at = (text: string) => ({ start: new Date(text), duration_ms: 0, utc_offset_minutes: 60 });
    expect(linkEcg(at('2026-11-02T22:00:00Z'), nights).kind).toBe('during');
    expect(linkEcg(at('2026-11-03T06:00:00Z'), nights).kind).toBe('morning_after');
  });
});
