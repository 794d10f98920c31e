import { assembleNight, nightsOf } from '@/lib/therapy/domain/assembly/assemble-night';
import type { NightSource } from '@/lib/therapy/domain/assembly/night-types';
import { digestSession } from '@/lib/therapy/domain/digest/digest-session';
import type { LinkableNight } from './link-ecg';

/*
 * Cases of links, written by hand as lines of text. Dates without a year are of 2026; times carry their own offset, or
 * take that of the setting.
 */

/** What a patient's devices sent, and ECGs with the link each must have. */
export interface LinkSetting {
  what: string;
  /** Offset of times that name none. */
  offset: string;
  boundary_hour?: number;
  /**
   * One line a session, `device | from to until`, with `| mask fit` or `| excluded` behind it; or a day without session
   * times, `device | day date | summary`, `| no use` or `| excluded`.
   */
  sent: string;
  /** What is added to the ECG's clock to have each device's, in s. */
  clock_s?: Record<string, number>;
  /** `start | duration | link [night] | why` */
  cases: string;
}

export interface LinkCase {
  start: Date;
  duration_ms: number;
  utc_offset_minutes: number;
  expected: string;
  why: string;
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.split('|').map((field) => field.trim()))
    .filter(([first]) => first !== '');

const dated = (text: string) => (/^\d{4}-/.test(text) ? text : `2026-${text}`);

function timeOf(text: string, offset: string): { at: Date; utc_offset_minutes: number } {
  const whole = /(Z|[+-]\d\d:\d\d)$/.test(text) ? dated(text) : `${dated(text)}${offset}`;
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(whole) ?? [];
  const east = Number(hours) * 60 + Number(minutes);
  return { at: new Date(whole), utc_offset_minutes: sign === '-' ? -east : east };
}

const UNITS = { h: 3_600_000, m: 60_000, s: 1000 } as const;

function durationOf(text: string): number {
  return [...text.matchAll(/(\d+)([hms])/g)].reduce(
    // the pattern gives one of these letters
    (sum, [, count, unit]) => sum + Number(count) * UNITS[unit as keyof typeof UNITS],
    0,
  );
}

function sourceOf([device = '', when = '', mark = '']: string[], index: number, offset: string): NightSource {
  const day = /^day (.+)$/.exec(when)?.[1];
  const [from = '', to = ''] = when.split(' to ');
  const start = timeOf(day ? `${day}T12:00:00` : from, offset);
  const note = { reason: 'not this patient', author: null, author_id: null, excluded_at: new Date('2026-12-01') };
  const session = {
    start: start.at,
    end: day ? start.at : timeOf(to, offset).at,
    utc_offset_minutes: start.utc_offset_minutes,
    clock_changes: [],
    kind: mark === 'mask fit' ? ('mask_fit' as const) : ('therapy' as const),
    events: [],
    signals: [],
  };
  const setting = { leak_limit_l_min: null, max_pressure_cmh2o: null, scores_periodic_breathing: true };
  return {
    ...{ record_id: `rec_${index}`, modality: 'cpap', device_id: device, device: null, mode: 'APAP', settings: {} },
    ...{ recording_date: start.at, leak_type: null, summary: { usage_minutes: 400 } },
    exclusions: mark === 'excluded' ? [{ start: null, end: null, ...note }] : [],
    digest: {
      named_night: day ? dated(day) : null,
      utc_offset_minutes: start.utc_offset_minutes,
      sessions: day ? (mark === 'no use' ? [] : null) : [digestSession(session, setting)],
    },
  };
}

/** The nights that what was sent makes (PAP-2), by the code that assembles them. */
export function nightsOfSetting({ sent, offset, boundary_hour }: LinkSetting): LinkableNight[] {
  const sources = linesOf(sent).map((line, index) => sourceOf(line, index, offset));
  const dates = new Set(sources.flatMap((source) => nightsOf(source, boundary_hour)));
  return [...dates].flatMap((night) => {
    const assembled = assembleNight(night, sources, boundary_hour);
    return assembled ? [{ _id: `ngt_${night}`, ...assembled }] : [];
  });
}

export function casesOf({ cases, offset }: LinkSetting): LinkCase[] {
  return linesOf(cases).map(([start = '', duration = '', expected = '', why = '']) => {
    const { at, utc_offset_minutes } = timeOf(start, offset);
    return { start: at, duration_ms: durationOf(duration), utc_offset_minutes, expected, why };
  });
}
