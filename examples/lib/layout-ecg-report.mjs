/** Leads of a standard ECG on paper: three rows of four columns, each column 2.5 s later than the one before. */
const STANDARD_ROWS = [
  ['I', 'aVR', 'V1', 'V4'],
  ['II', 'aVL', 'V2', 'V5'],
  ['III', 'aVF', 'V3', 'V6'],
];
const COLUMN_S = 2.5;
const RHYTHM_LEAD = 'II';
const ROW_S = 10;
const ROWS_A_PAGE = 4;
const LONGEST_STANDARD_S = 60;
const EXCERPT_EVERY_S = 300;

/** Length of a recording in its short form, in seconds. */
export function durationSeconds({ leads, sampling_rate_hz }) {
  return Object.values(leads)[0].length / sampling_rate_hz;
}

/** How the start of an excerpt is written: minutes and seconds of the recording. */
const clockText = (seconds) =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;

function standardPage() {
  const rows = STANDARD_ROWS.map((leads) =>
    leads.map((lead, column) => ({
      lead,
      label: lead,
      at_s: column * COLUMN_S,
      from_s: column * COLUMN_S,
      for_s: COLUMN_S,
    })),
  );
  return [...rows, [{ lead: RHYTHM_LEAD, label: RHYTHM_LEAD, at_s: 0, from_s: 0, for_s: ROW_S }]];
}

/** All leads under each other for 10 s, from the beginning and again every five minutes. */
function excerptRows(leads, seconds) {
  const rows = [];
  for (let from_s = 0; from_s + ROW_S <= seconds; from_s += EXCERPT_EVERY_S) {
    for (const lead of leads) {
      rows.push([{ lead, label: `${lead}   from ${clockText(from_s)}`, at_s: 0, from_s, for_s: ROW_S }]);
    }
  }
  return rows;
}

/**
 * What stands on the pages of a report: rows of strips, each strip a lead with its place on the row (`at_s`) and its part
 * of the recording (`from_s`, `for_s`), all in seconds. A standard ECG is one page; of anything else, excerpts are drawn.
 * @returns {{strips: {lead: string, label: string, at_s: number, from_s: number, for_s: number}[][], excerpts: boolean}[]}
 */
export function layoutReport(recording) {
  const leads = Object.keys(recording.leads);
  const seconds = durationSeconds(recording);
  const standard = STANDARD_ROWS.flat().every((lead) => leads.includes(lead)) && seconds <= LONGEST_STANDARD_S;
  if (standard) return [{ strips: standardPage(), excerpts: false }];
  const rows = excerptRows(leads, seconds);
  const pages = Array.from({ length: Math.ceil(rows.length / ROWS_A_PAGE) }, (_, page) =>
    rows.slice(page * ROWS_A_PAGE, (page + 1) * ROWS_A_PAGE),
  );
  return pages.map((strips) => ({ strips, excerpts: true }));
}
