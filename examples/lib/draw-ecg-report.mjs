import PDFDocument from 'pdfkit';
import { durationSeconds, layoutReport } from './layout-ecg-report.mjs';

// All lengths are in mm: the page is scaled once.
const MM = 72 / 25.4;
const MM_PER_S = 25;
const MM_PER_MV = 10;
const PAPER = { left: 16, top: 50, width: 265, height: 145 };
const TRACE_LEFT = 26;
const FIRST_BASELINE = 25;
const ROW_HEIGHT = 34;
const LABEL_ABOVE = 15;
const VALUES_LEFT = 130;
const STATEMENT_LEFT = 208;
const INK = '#14171c';
const SOFT_INK = '#4a3936';
const MV_PER_UNIT = { nV: 1e-6, uV: 1e-3, mV: 1, V: 1e3, adc: 1e-3 };

function drawGrid(doc) {
  const { left, top, width, height } = PAPER;
  const rule = (step, lineWidth, colour) => {
    for (let x = 0; x <= width; x += step) doc.moveTo(left + x, top).lineTo(left + x, top + height);
    for (let y = 0; y <= height; y += step) doc.moveTo(left, top + y).lineTo(left + width, top + y);
    doc.lineWidth(lineWidth).strokeColor(colour).stroke();
  };
  rule(1, 0.06, '#fae2dc');
  rule(5, 0.17, '#e5a599');
}

/** A part of a lead in mV; what lies beyond its end is missing. A gap (`null`) stays one. */
function stripMillivolts({ unit, scale = 1, offset = 0, leads, sampling_rate_hz }, { lead, from_s, for_s }) {
  const factor = scale * MV_PER_UNIT[unit];
  const from = Math.round(from_s * sampling_rate_hz);
  const samples = leads[lead].slice(from, from + Math.round(for_s * sampling_rate_hz));
  return samples.map((sample) => (sample === null ? null : (sample - offset) * factor));
}

/** A trace from `x` on, one point a sample; y grows downwards, so that positive voltages go up. Gaps stay empty. */
function drawTrace(doc, millivolts, samplingRateHz, x, baseline) {
  let drawing = false;
  for (const [index, value] of millivolts.entries()) {
    if (value === null) {
      drawing = false;
      continue;
    }
    const at = [x + (index / samplingRateHz) * MM_PER_S, baseline - value * MM_PER_MV];
    if (drawing) doc.lineTo(...at);
    else doc.moveTo(...at);
    drawing = true;
  }
  doc.lineWidth(0.25).lineJoin('round').strokeColor(INK).stroke();
}

/** 1 mV for 200 ms before each row: the proof of the scale. */
function drawCalibration(doc, baseline) {
  const x = PAPER.left + 2;
  const top = baseline - MM_PER_MV;
  const corners = [
    [x + 1, baseline],
    [x + 1, top],
    [x + 6, top],
    [x + 6, baseline],
    [x + 7, baseline],
  ];
  doc.moveTo(x, baseline);
  for (const corner of corners) doc.lineTo(...corner);
  doc.lineWidth(0.3).strokeColor(INK).stroke();
}

function write(doc, text, x, y, { size = 3.2, bold = false, colour = INK } = {}) {
  doc
    .font(bold ? 'Helvetica-Bold' : 'Helvetica')
    .fontSize(size)
    .fillColor(colour)
    .text(text, x, y, { lineBreak: false });
}

function drawStrips(doc, recording, rows) {
  for (const [row, strips] of rows.entries()) {
    const baseline = PAPER.top + FIRST_BASELINE + ROW_HEIGHT * row;
    drawCalibration(doc, baseline);
    for (const strip of strips) {
      const x = TRACE_LEFT + strip.at_s * MM_PER_S;
      drawTrace(doc, stripMillivolts(recording, strip), recording.sampling_rate_hz, x, baseline);
      // the mark where one lead follows another
      doc.moveTo(x, baseline - 12).lineTo(x, baseline - 9);
      doc.lineWidth(0.2).strokeColor(INK).stroke();
      write(doc, strip.label, x + 1, baseline - LABEL_ABOVE, { size: 3.4, bold: true });
    }
  }
}

/** The measured values that there are, in the report's words. */
function measurementLines(measurements = {}) {
  const { heart_rate_bpm, pr_ms, qrs_ms, qt_ms, qtc_ms, qtc_formula, qrs_axis_deg, t_axis_deg } = measurements;
  const known = (value, text) => (value === undefined ? [] : [text]);
  return [
    ...known(heart_rate_bpm, `Heart rate ${heart_rate_bpm} /min`),
    ...known(pr_ms, `PR ${pr_ms} ms`),
    ...known(qrs_ms, `QRS ${qrs_ms} ms`),
    ...known(qt_ms, `QT ${qt_ms} ms`),
    ...known(qtc_ms, `QTc ${qtc_ms} ms (${qtc_formula})`),
    ...known(qrs_axis_deg, `QRS axis ${qrs_axis_deg} deg`),
    ...known(t_axis_deg, `T axis ${t_axis_deg} deg`),
  ];
}

/** Device values in two columns of four lines. */
function drawMeasurements(doc, measurements) {
  for (const [index, line] of measurementLines(measurements).entries()) {
    write(doc, line, VALUES_LEFT + Math.floor(index / 4) * 34, 18 + (index % 4) * 5);
  }
}

function drawHeader(doc, upload) {
  const { patient, device, order } = upload;
  const name = `${patient.family_name.toUpperCase()}, ${patient.given_name}`;
  write(doc, name, PAPER.left, 9.5, { size: 5.5, bold: true });
  const identity = [
    `Patient ID: ${upload.patient_id}   Born: ${patient.birth_date}   Sex: ${patient.sex}`,
    `Recorded: ${upload.recording_date.replace('T', ' ')} (${upload.timezone})`,
    `Recorder: ${device.make} ${device.model}, serial ${device.serial}`,
    `Site: ${upload.site}   Ordered by: ${order.ordering_unit}`,
    `Indication: ${order.indication}   Accession: ${order.accession_number}`,
  ];
  for (const [index, line] of identity.entries()) write(doc, line, PAPER.left, 18 + index * 5);
  write(doc, 'Device: measurements', VALUES_LEFT, 10.5, { size: 3.6, bold: true });
  drawMeasurements(doc, upload.measurements);
  write(doc, 'Device: statement, unconfirmed', STATEMENT_LEFT, 10.5, { size: 3.6, bold: true });
  for (const [index, line] of upload.statements.entries()) write(doc, line, STATEMENT_LEFT, 18 + index * 5);
}

function bandwidthText({ filters }) {
  if (!filters) return 'bandwidth not stated';
  const { high_pass_hz, low_pass_hz, notch_hz } = filters;
  return `${high_pass_hz ?? '?'} to ${low_pass_hz ?? '?'} Hz${notch_hz ? `, notch ${notch_hz} Hz` : ''}`;
}

function drawFooter(doc, upload, { number, count, excerpts }) {
  const y = PAPER.top + PAPER.height + 2.5;
  const minutes = Math.round(durationSeconds(upload.recording) / 60);
  const extent = excerpts ? `   10 s every 5 min of ${minutes} min` : '';
  write(doc, `${MM_PER_S} mm/s   ${MM_PER_MV} mm/mV   ${bandwidthText(upload.recording)}${extent}`, PAPER.left, y);
  const { origin, licence } = upload.vendor ?? {};
  const credit = origin ? `Invented patient. Signal: ${origin}, ${licence}.` : '';
  write(doc, credit, 128, y + 0.3, { size: 2.6, colour: SOFT_INK });
  write(doc, `page ${number}/${count}`, 266, y);
}

function drawPage(doc, upload, page) {
  doc.scale(MM);
  drawGrid(doc);
  drawHeader(doc, upload);
  doc.save().rect(PAPER.left, PAPER.top, PAPER.width, PAPER.height).clip();
  drawStrips(doc, upload.recording, page.strips);
  doc.restore();
  drawFooter(doc, upload, page);
}

/**
 * Draws the report (A4 landscape, vectors, true scale: 25 mm/s, 10 mm/mV) of an upload whose `recording` is in its short
 * form: 3×4 leads of 2.5 s, continuous in time, over a 10 s rhythm strip; of a recording that is no standard ECG,
 * excerpts of 10 s. The same upload always gives the same bytes.
 * @returns {Promise<Buffer>}
 */
export function drawEcgReport(upload) {
  const info = { Title: 'ECG report', CreationDate: new Date(upload.recording_date) };
  const doc = new PDFDocument({ size: 'A4', layout: 'landscape', margin: 0, info, autoFirstPage: false });
  const chunks = [];
  const finished = new Promise((resolve, reject) => {
    doc.on('data', (chunk) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  const pages = layoutReport(upload.recording);
  for (const [index, page] of pages.entries()) {
    doc.addPage();
    drawPage(doc, upload, { ...page, number: index + 1, count: pages.length });
  }
  doc.end();
  return finished;
}
