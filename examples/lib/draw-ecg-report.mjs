import PDFDocument from 'pdfkit';

const MM = 72 / 25.4;
const MM_PER_S = 25;
const MM_PER_MV = 10;
const PAPER = { left: 16, top: 50, width: 265, height: 145 };
const TRACE_LEFT = 26;
const FIRST_BASELINE = 25;
const ROW_HEIGHT = 34;
const ROWS = [
  ['I', 'aVR', 'V1', 'V4'],
  ['II', 'aVL', 'V2', 'V5'],
  ['III', 'aVF', 'V3', 'V6'],
];
const RHYTHM_LEAD = 'II';
const COLUMN_S = 2.5;
const RHYTHM_S = 10;
const MV_PER_UNIT = { nV: 1e-6, uV: 1e-3, mV: 1, V: 1e3, adc: 1e-3 };

/** A lead's samples in mV. */
function leadMillivolts({ unit, scale = 1, offset = 0, leads }, lead) {
  const factor = scale * MV_PER_UNIT[unit];
  return leads[lead].map((sample) => (sample - offset) * factor);
}

function drawGrid(doc) {
  const { left, top, width, height } = PAPER;
  const rule = (step, lineWidth, colour) => {
    for (let x = 0; x <= width; x += step) doc.moveTo(left + x, top).lineTo(left + x, top + height);
    for (let y = 0; y <= height; y += step) doc.moveTo(left, top + y).lineTo(left + width, top + y);
    doc.lineWidth(lineWidth).strokeColor(colour).stroke();
  };
  rule(1, 0.06, '#fbe7e3');
  rule(5, 0.15, '#f0bfb5');
}

/** A trace from `x` on, one point a sample; y grows downwards, so that positive voltages go up. */
function drawTrace(doc, millivolts, samplingRateHz, x, baseline) {
  millivolts.forEach((value, index) => {
    const at = [x + (index / samplingRateHz) * MM_PER_S, baseline - value * MM_PER_MV];
    if (index === 0) doc.moveTo(...at);
    else doc.lineTo(...at);
  });
  doc.lineWidth(0.25).lineJoin('round').strokeColor('#14171c').stroke();
}

/** 1 mV for 200 ms before each row: the proof of the scale. */
function drawCalibration(doc, baseline) {
  const x = PAPER.left + 2;
  doc
    .moveTo(x, baseline)
    .lineTo(x + 1, baseline)
    .lineTo(x + 1, baseline - MM_PER_MV);
  doc
    .lineTo(x + 6, baseline - MM_PER_MV)
    .lineTo(x + 6, baseline)
    .lineTo(x + 7, baseline);
  doc.lineWidth(0.3).strokeColor('#14171c').stroke();
}

function write(doc, text, x, y, size = 3.2, font = 'Helvetica') {
  doc.font(font).fontSize(size).fillColor('#14171c').text(text, x, y, { lineBreak: false });
}

function drawSignals(doc, recording) {
  const rate = recording.sampling_rate_hz;
  const baseline = (row) => PAPER.top + FIRST_BASELINE + ROW_HEIGHT * row;
  ROWS.forEach((leads, row) => {
    drawCalibration(doc, baseline(row));
    leads.forEach((lead, column) => {
      const x = TRACE_LEFT + column * COLUMN_S * MM_PER_S;
      const from = Math.round(column * COLUMN_S * rate);
      const samples = leadMillivolts(recording, lead).slice(from, from + Math.round(COLUMN_S * rate));
      drawTrace(doc, samples, rate, x, baseline(row));
      doc
        .moveTo(x, baseline(row) - 12)
        .lineTo(x, baseline(row) - 9)
        .lineWidth(0.2)
        .stroke();
      write(doc, lead, x + 1, baseline(row) - 15, 3.4, 'Helvetica-Bold');
    });
  });
  const rhythmRow = ROWS.length;
  drawCalibration(doc, baseline(rhythmRow));
  drawTrace(
    doc,
    leadMillivolts(recording, RHYTHM_LEAD).slice(0, RHYTHM_S * rate),
    rate,
    TRACE_LEFT,
    baseline(rhythmRow),
  );
  write(doc, RHYTHM_LEAD, TRACE_LEFT + 1, baseline(rhythmRow) - 15, 3.4, 'Helvetica-Bold');
}

function measurementLines(measurements) {
  const rows = [
    ['Heart rate', measurements.heart_rate_bpm, '/min'],
    ['PR', measurements.pr_ms, 'ms'],
    ['QRS', measurements.qrs_ms, 'ms'],
    ['QT / QTc', [measurements.qt_ms, measurements.qtc_ms].join(' / '), `ms (${measurements.qtc_formula})`],
    ['P-QRS-T axes', [measurements.p_axis_deg, measurements.qrs_axis_deg, measurements.t_axis_deg].join(' / '), 'deg'],
  ];
  return rows.map(([name, value, unit]) => `${name}: ${value} ${unit}`);
}

function drawHeader(doc, upload) {
  const { patient, device, order } = upload;
  const name = `${patient.family_name.toUpperCase()}, ${patient.given_name}`;
  write(doc, name, PAPER.left, 10, 5.5, 'Helvetica-Bold');
  const identity = [
    `Patient ID: ${upload.patient_id}`,
    `Born: ${patient.birth_date}   Sex: ${patient.sex}`,
    `Recorded: ${upload.recording_date.replace('T', ' ')} (${upload.timezone})`,
    `Device: ${device.make} ${device.model}, serial ${device.serial}, ${upload.site}`,
    `Indication: ${order.indication}   Accession: ${order.accession_number}`,
  ];
  for (const [index, line] of identity.entries()) write(doc, line, PAPER.left, 18 + index * 5);
  for (const [index, line] of measurementLines(upload.measurements).entries()) write(doc, line, 120, 18 + index * 5);
  write(doc, 'Unconfirmed device report', 190, 10, 3.6, 'Helvetica-Bold');
  for (const [index, line] of upload.statements.entries()) write(doc, line, 190, 18 + index * 5, 3.6);
}

function drawFooter(doc) {
  const y = PAPER.top + PAPER.height + 2.5;
  write(doc, `${MM_PER_S} mm/s   ${MM_PER_MV} mm/mV   filters not stated`, PAPER.left, y);
  write(doc, 'Invented patient. Signal: PhysioNet/CinC Challenge 2021, CC BY 4.0.', 190, y, 2.6);
}

/**
 * Draws the one-page report (A4 landscape, vectors, true scale) of a twelve-lead upload in the short form of `recording`:
 * 3×4 leads of 2.5 s each, continuous in time, over a 10 s rhythm strip, at 25 mm/s and 10 mm/mV.
 * The same upload always gives the same bytes.
 * @returns {Promise<Buffer>}
 */
export function drawEcgReport(upload) {
  const info = { Title: 'ECG report', CreationDate: new Date(upload.recording_date) };
  const doc = new PDFDocument({ size: 'A4', layout: 'landscape', margin: 0, info });
  const chunks = [];
  const finished = new Promise((resolve, reject) => {
    doc.on('data', (chunk) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  doc.scale(MM);
  drawGrid(doc);
  drawHeader(doc, upload);
  doc.save().rect(PAPER.left, PAPER.top, PAPER.width, PAPER.height).clip();
  drawSignals(doc, upload.recording);
  doc.restore();
  drawFooter(doc);
  doc.end();
  return finished;
}
