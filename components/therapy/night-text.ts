import type { ChipState } from '@/components/ui/status-chip';
import { formatOffset, formatPlainDate } from '@/lib/client/format-time';
import { formatDecimal } from '@/lib/client/format-value';
import type { Recording } from '@/lib/recordings/contracts';
import type { Night } from '@/lib/therapy/contracts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const MODES: Readonly<Record<string, string>> = {
  CPAP: 'CPAP',
  APAP: 'APAP',
  BPAP_S: 'BPAP S',
  BPAP_T: 'BPAP T',
  BPAP_ST: 'BPAP ST',
  BPAP_AUTO: 'BPAP auto',
  ASV: 'ASV',
  ASV_AUTO: 'ASV auto',
  IVAPS: 'iVAPS',
  OTHER: 'other mode',
};

/** A mode as people write it. */
export function modeText(mode: string | null): string {
  return mode === null ? 'mode not sent' : (MODES[mode] ?? mode);
}

/** The days of a night: `Tue 27 to Wed 28 Oct 2026`. */
export function nightTitle(night: string): string {
  const first = Date.parse(`${night}T00:00:00Z`);
  const day = (ms: number) => ({
    weekday: WEEKDAYS[new Date(ms).getUTCDay()] ?? '',
    date: formatPlainDate(new Date(ms).toISOString().slice(0, 10)),
  });
  const [from, to] = [day(first), day(first + DAY_MS)];
  const [day1 = '', month1 = '', year1 = ''] = from.date.split(' ');
  const [, month2, year2] = to.date.split(' ');
  const known = year1 !== year2 ? ` ${month1} ${year1}` : month1 !== month2 ? ` ${month1}` : '';
  return `${from.weekday} ${day1}${known} to ${to.weekday} ${to.date}`;
}

/** Whether a mode holds two pressures; in all others the lower one is relief while breathing out. */
export function isBilevel(mode: string | null): boolean {
  return mode !== null && /^(BPAP|ASV|IVAPS)/.test(mode);
}

/** From when to when a night goes: `noon to noon`. */
export function boundaryText(hour: number): string {
  return hour === 12 ? 'noon to noon' : `${hour}:00 to ${hour}:00`;
}

/** What is odd about the length of a night, and null for one of 24 h: a change of clocks, or travel. */
export function lengthText({ clock }: Pick<Night, 'clock'>): string | null {
  const change = (clock.at(-1)?.utc_offset_minutes ?? 0) - (clock[0]?.utc_offset_minutes ?? 0);
  if (change === 0) return null;
  if (Math.abs(change) === 60) return change < 0 ? '25 h night: clocks went back' : '23 h night: clocks went forward';
  return `Device clock moved ${formatDecimal(change / 60, 2)} h`;
}

/** Which local time the axis shows: `Device local, UTC+2, then UTC+1`. */
export function axisText({ clock }: Pick<Night, 'clock'>): string {
  return `Device local, ${clock.map(({ utc_offset_minutes }) => formatOffset(utc_offset_minutes)).join(', then ')}`;
}

/** Minutes of use as they were sent, also where a person excluded them; null where no sessions were sent. */
export function sentUsage(night: Pick<Night, 'usage_minutes' | 'with_excluded'>): number | null {
  return night.with_excluded ? night.with_excluded.usage_minutes : night.usage_minutes;
}

/** How complete a night is, as a chip, and what it lacks. */
export function completeness(night: Night): { state: ChipState; word: string; lacks: string[] } {
  const therapy = night.sessions.filter(({ kind }) => kind !== 'mask_fit');
  if (therapy.length === 0) {
    return sentUsage(night) === null
      ? { state: 'absent', word: 'Summary only', lacks: ['sessions, events and signals were not sent'] }
      : { state: 'info', word: 'Not used', lacks: [] };
  }
  const minutes = (start: string, end: string) => (Date.parse(end) - Date.parse(start)) / MINUTE_MS;
  const silent = therapy.filter(({ event_count }) => event_count === null).length;
  const bare = therapy.filter((one) => one.signal_minutes < minutes(one.start, one.end) * 0.95).length;
  const lacks = [
    ...(silent > 0 ? [`events of ${silent} of ${therapy.length} sessions`] : []),
    ...(bare > 0 ? [`signals of ${bare} of ${therapy.length} sessions`] : []),
  ];
  return lacks.length === 0
    ? { state: 'fine', word: 'Complete', lacks }
    : { state: 'caution', word: 'Partial', lacks: [`not sent in full: ${lacks.join(', ')}`] };
}

/** How far the device's clock was from ours when it sent the night. */
export function clockOffsetText(records: readonly Pick<Recording, 'clock_offset_ms'>[]): string {
  const known = records.map(({ clock_offset_ms }) => clock_offset_ms).filter((offset) => offset !== null);
  const [first] = known;
  if (first === undefined) return 'Clock vs upload not known';
  const furthest = known.reduce((most, offset) => (Math.abs(offset) > Math.abs(most) ? offset : most), first);
  const seconds = Math.round(furthest / 1000);
  const sign = seconds < 0 ? '−' : '+';
  const size = Math.abs(seconds);
  return `Clock vs upload ${sign}${size < 120 ? `${size} s` : `${Math.round(size / 60)} min`}`;
}

/** Hours and minutes: `1:35`. */
export function hoursText(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** A device in words: `ResMed AirSense 11 AutoSet`. */
export function deviceName(device: Night['devices'][number]): string {
  return [device.make, device.model].filter(Boolean).join(' ') || device.device_id;
}
