import { formatDateTime, formatOffset, formatSpan, formatTime, zoneOffsetMinutes } from '@/lib/client/format-time';
import { formatDecimal, formatDuration, formatWhole } from '@/lib/client/format-value';
import { qtcFormulaText } from '@/lib/client/measured-text';
import { isTwelveLead } from '@/lib/ecg/domain/paper/layouts';
import { rhythmLeads } from '@/lib/ecg/domain/paper/rhythm-leads';
import type { Recording } from '@/lib/recordings/contracts';

/** Names of the leads of which the device sent a median beat, each once. */
export function medianLeads(recording: Recording): string[] {
  return [...new Set(recording.channels.filter((channel) => channel.kind === 'median').map((channel) => channel.name))];
}

/** What kind of ECG this is: `12-lead ECG`, `3-lead ECG`. */
export function ecgTitle(recording: Recording): string {
  const leads = rhythmLeads(recording);
  if (leads.length === 0) return 'ECG without amplitude scale';
  if (isTwelveLead(leads) && leads.length === 12) return '12-lead ECG';
  return `${leads.length}-lead ECG`;
}

/** Small offsets to the second, large ones as a span. */
function clockOffsetText(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : formatSpan(ms);
}

/** Duration, rate and what is known of the device's clock: `10 s · 500 Hz · device clock +3 s`. */
export function technicalText(recording: Recording): string {
  const rates = [
    ...new Set(
      recording.channels.filter((channel) => channel.kind === 'rhythm').map((channel) => channel.sampling_rate_hz),
    ),
  ];
  const parts = [formatDuration(recording.duration_ms)];
  if (rates.length > 0) parts.push(`${rates.map((rate) => formatDecimal(rate, 1)).join(' / ')} Hz`);
  if (recording.clock_offset_ms !== null && Math.abs(recording.clock_offset_ms) >= 500) {
    parts.push(
      `device clock ${recording.clock_offset_ms > 0 ? '+' : '−'}${clockOffsetText(Math.abs(recording.clock_offset_ms))}`,
    );
  }
  return parts.join(' · ');
}

/** When it was recorded, in the organisation's zone, to the second. */
export function recordedText(recording: Recording, timeZone: string): string {
  return formatDateTime(recording.recording_date, timeZone, true);
}

/** The device's own local time where it is another than the organisation's; null where they agree. */
export function deviceLocalText(recording: Recording, timeZone: string): string | null {
  if (zoneOffsetMinutes(recording.recording_date, timeZone) === recording.utc_offset_minutes) return null;
  const local = new Date(
    new Date(recording.recording_date).getTime() + recording.utc_offset_minutes * 60_000,
  ).toISOString();
  return `${formatTime(local, 'UTC')} device local, ${formatOffset(recording.utc_offset_minutes)}`;
}

/** Make, model and the end of the serial number: `Example C12, S/N …0417`. */
export function deviceText(recording: Recording): string {
  const { make = null, model = null, serial = null } = recording.device ?? {};
  const name = [make, model].filter(Boolean).join(' ') || recording.device_id;
  if (!serial) return name;
  return `${name}, S/N ${serial.length > 4 ? `…${serial.slice(-4)}` : serial}`;
}

/** Which leads were computed from others when the recording came in; null where none was. */
export function derivedLeadsText(recording: Recording): string | null {
  const derived = recording.channels
    .filter((channel) => channel.kind === 'rhythm' && channel.derived)
    .map((channel) => channel.name);
  return derived.length === 0 ? null : `${derived.join(', ')} derived from recorded leads`;
}

/** One sentence with the result, for those who cannot see the trace. */
export function ecgSentence(recording: Recording): string {
  const rate = formatWhole(recording.measurements?.heart_rate_bpm ?? null);
  const parts = [`${ecgTitle(recording)}, ${formatDuration(recording.duration_ms)}`];
  parts.push(rate === null ? 'heart rate not sent' : `heart rate ${rate} bpm by the device`);
  const statement =
    recording.statements.length > 0
      ? `Device statement, unconfirmed: ${recording.statements.join('. ')}.`
      : 'No device statement.';
  return `${parts.join(', ')}. ${statement} The measurements are in the table on this page.`;
}

/** A record in one line for lists: statement, rate, QTc as the device sent them. */
export function ecgSummary(recording: Recording): string {
  const parts: string[] = [];
  if (recording.statements.length > 0) parts.push(recording.statements.join('. '));
  const rate = formatWhole(recording.measurements?.heart_rate_bpm ?? null);
  const qtc = formatWhole(recording.measurements?.qtc_ms ?? null);
  if (rate !== null) parts.push(`HR ${rate} bpm`);
  if (qtc !== null) parts.push(`QTc ${qtc} ms (${qtcFormulaText(recording.measurements?.qtc_formula ?? null)})`);
  return parts.length === 0 ? 'No statement and no measurements sent' : `Device: ${parts.join(', ')}`;
}
