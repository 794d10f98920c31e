import { createHash } from 'node:crypto';
import { bandwidthText } from '@/lib/client/bandwidth-text';
import { formatName, formatSex } from '@/lib/client/format-person';
import { formatDateTime, formatOffset, formatPlainDate, zoneOffsetMinutes } from '@/lib/client/format-time';
import { formatDecimal, formatWhole } from '@/lib/client/format-value';
import { isFinal, wholeReading } from '@/lib/ecg/domain/reading/reading';
import type { PatientIdentity } from '@/lib/patients/identify-contracts';
import type { SignalWindow } from '@/lib/signals/window';
import type { RecordDocument } from '@/models/record';

/** Raised whenever the same inputs would be drawn otherwise. */
const REPORT_LAYOUT = 1;

/** Everything a report is made from. */
export interface ReportInputs {
  document: RecordDocument;
  latest_version: number;
  patient: PatientIdentity;
  time_zone: string;
  /** The samples that are drawn, unfiltered. */
  window: SignalWindow;
}

/** What a report says in words, before anything is drawn. */
export interface ReportContent {
  name: string;
  identity: string;
  recorded: string;
  /** How far the reading is, in capitals while nobody has confirmed it. */
  state: string;
  confirmed: boolean;
  device: string;
  order: string;
  measurements: string[];
  device_statement: string;
  reader_statement: string;
  /** The part of the recording that is drawn, of how much. */
  part: string;
  bandwidth: string;
  /** Digest of everything the report is made from. */
  inputs_sha256: string;
  created_at: Date;
}

function stateText({ document, latest_version, time_zone }: ReportInputs): string {
  const { state, author, recorded_at, earlier } = wholeReading(document.reading);
  const by = `by ${author ?? 'unknown'}${recorded_at ? `, ${formatDateTime(recorded_at.toISOString(), time_zone)}` : ''}`;
  const newer = document.version < latest_version ? ` Not the latest version: that is version ${latest_version}.` : '';
  const before = earlier
    ? ` ${earlier.state === 'amended' ? 'Amended' : 'Confirmed'} on version ${earlier.version} only.`
    : '';
  if (state === 'unconfirmed') return `UNCONFIRMED.${before}${newer}`;
  if (state === 'preliminary') return `PRELIMINARY, UNCONFIRMED, ${by}.${before}${newer}`;
  return `${state === 'amended' ? 'Amended' : 'Confirmed'} ${by}.${newer}`;
}

/** The device's values, each with its unit; what was not sent is said to be so. */
function measurementLines({ measurements }: RecordDocument): string[] {
  const value = (label: string, unit: string, number: number | null | undefined) =>
    `${label} ${number == null ? 'not sent' : `${formatWhole(number)}${unit}`}`;
  const formula = measurements?.qtc_ms == null ? '' : `, ${measurements.qtc_formula ?? 'formula not stated'}`;
  return [
    value('Heart rate', ' /min', measurements?.heart_rate_bpm),
    value('PR', ' ms', measurements?.pr_ms),
    value('QRS', ' ms', measurements?.qrs_ms),
    value('QT', ' ms', measurements?.qt_ms),
    `${value('QTc', ' ms', measurements?.qtc_ms)}${formula}`,
    value('P axis', '°', measurements?.p_axis_deg),
    value('QRS axis', '°', measurements?.qrs_axis_deg),
    value('T axis', '°', measurements?.t_axis_deg),
  ];
}

function recordedText({ document, time_zone }: ReportInputs): string {
  const instant = document.recording_date.toISOString();
  const offset = formatOffset(zoneOffsetMinutes(instant, time_zone));
  return `Recorded ${formatDateTime(instant, time_zone, true)} (${offset}), version ${document.version}`;
}

function deviceText({ device, device_id, site }: RecordDocument): string {
  const { make = null, model = null, serial = null } = device ?? {};
  const name = [make, model].filter(Boolean).join(' ') || device_id;
  return [`Device ${name}`, serial && `serial ${serial}`, site && `at ${site}`].filter(Boolean).join(', ');
}

function orderText({ order }: RecordDocument): string {
  const parts = [
    `Indication: ${order?.indication ?? 'not sent'}`,
    order?.ordering_unit && `ordered by ${order.ordering_unit}`,
    order?.accession_number && `accession ${order.accession_number}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function inputsDigest({ document, latest_version, patient, time_zone, window }: ReportInputs): string {
  const { record_id, version, samples_hash, measurements, statements, filters, order, device, device_id } = document;
  const { before: _before, ...reading } = wholeReading(document.reading);
  const { family_name, given_name, birth_date, sex, patient_id } = patient;
  const inputs = [
    ['layout', REPORT_LAYOUT],
    ['record', record_id, version, latest_version, samples_hash, window.from_ms, window.to_ms],
    ['as sent', measurements, statements, filters, order, device, device_id, document.site],
    ['time', document.recording_date.toISOString(), time_zone],
    ['reading', reading],
    ['patient', family_name, given_name, birth_date, sex, patient_id],
  ];
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}

/** The words of a report. The same inputs always give the same words, and with them the same bytes. */
export function reportContent(inputs: ReportInputs): ReportContent {
  const { document, patient, window } = inputs;
  const reading = wholeReading(document.reading);
  const seconds = (ms: number) => formatDecimal(ms / 1000, 1);
  const born = patient.birth_date ? formatPlainDate(patient.birth_date) : 'not known';
  return {
    name: formatName(patient),
    identity: `Born ${born}     Sex ${formatSex(patient.sex)}     Patient ID ${patient.patient_id}`,
    recorded: recordedText(inputs),
    state: stateText(inputs),
    confirmed: isFinal(reading.state),
    device: deviceText(document),
    order: orderText(document),
    measurements: measurementLines(document),
    device_statement: document.statements.length === 0 ? 'None sent.' : document.statements.join('. '),
    reader_statement: reading.statement ?? 'None yet.',
    part: `${seconds(window.from_ms)} to ${seconds(window.to_ms)} s of ${seconds(document.duration_ms)} s`,
    bandwidth: bandwidthText(document.filters),
    inputs_sha256: inputsDigest(inputs),
    created_at: reading.recorded_at ?? document.received_at,
  };
}
