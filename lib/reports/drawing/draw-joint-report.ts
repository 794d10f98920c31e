import {
  ALARM_INK,
  addPage,
  createPdf,
  finish,
  INK,
  linesOf,
  type PdfDocument,
  SOFT_INK,
  write,
} from '@/lib/pdf/pdf-page';
import { parseInputs, sha256 } from '../domain/canonical-json';
import { type JointContent, jointContent } from '../domain/joint-content';
import { jointLanes } from '../domain/joint-lanes';
import type { ReportInputs } from '../domain/report-inputs';
import { fittingSize, type Item, LEFT, lineHeight, RIGHT, rule, writeBlock } from './blocks';
import { drawJointChart } from './joint-chart';
import { keyFigures } from './key-figures';
import {
  changeItems,
  computedWords,
  ecgSummaryWords,
  findingItems,
  headWords,
  leftOutItems,
  sourceItems,
} from './report-words';

const WIDTH = RIGHT - LEFT;
const SMALL = 2.6;
const TITLE = { size: 3, bold: true };
const HALF = WIDTH / 2 - 3;
const SAFETY = 'Evaluation software, not a cleared medical device. Not for real-time monitoring. Not a diagnosis.';

interface Page {
  document: PdfDocument;
  inputs: ReportInputs;
  content: JointContent;
}

function drawHead({ document, inputs, content }: Page): void {
  const words = headWords(inputs, content);
  write(document, 'ECG and therapy', 160, 9.5, { size: 4, bold: true });
  const size = fittingSize(document, words.name, 142, [5.4, 4.4, 3.4, 2.6]);
  const name = linesOf(document, words.name, 142, { size, bold: true }).slice(0, 2);
  for (const [index, line] of name.entries())
    write(document, line, LEFT, 9 + index * lineHeight(size), { size, bold: true });
  const identity = fittingSize(document, words.identity, WIDTH, [3.5, 3, 2.5]);
  write(document, words.identity, LEFT, 16.5, { size: identity, bold: true });
  write(document, words.flags, LEFT, 21, { size: 2.9 });
  write(document, words.about, LEFT, 25.2, { size: 2.9 });
  const made = fittingSize(document, words.made, WIDTH, [2.7, 2.3, 1.9]);
  write(document, words.made, LEFT, 29.2, { size: made, colour: SOFT_INK });
  write(document, words.state, LEFT, 33, { size: 3.3, bold: true, colour: words.alarm ? ALARM_INK : INK });
  rule(document, 38.3);
}

/** Adherence takes more room than the other three: it has more to say. */
const COLUMNS = [LEFT, LEFT + 62, LEFT + 108, LEFT + 146];

function drawFigures({ document, inputs, content }: Page): void {
  for (const [index, { title, figure, lines }] of keyFigures(content, inputs).entries()) {
    const x = COLUMNS[index] ?? LEFT;
    const width = (COLUMNS[index + 1] ?? RIGHT + 3) - x - 3;
    write(document, title, x, 40, { size: 2.8, bold: true });
    write(document, figure, x, 43.8, { size: fittingSize(document, figure, width, [5.2, 4.4, 3.6]), bold: true });
    const items = lines.map((text) => ({ text }));
    writeBlock(document, { x, y: 51, width, lines: 9, size: 2.5 }, items, (count) => `${count} more lines`);
  }
  rule(document, 80.5);
}

function drawChart({ document, inputs, content }: Page): void {
  write(document, 'Nights and ECGs on one axis', LEFT, 82, TITLE);
  const key =
    'dots and hair lines: ECGs; broken lines: settings changed; orange: under 4 h; grey below the line: no data; ×: excluded or not known';
  write(document, key, LEFT + 46, 82.5, { size: 2.2, colour: SOFT_INK });
  const lanes = jointLanes(
    inputs,
    content.changes.map(({ date }) => date),
  );
  drawJointChart(document, lanes, inputs.range.from, 87.5);
  rule(document, 162.5);
}

const more = (word: string) => (count: number) => `and ${count} more ${word}`;

/** Readers first: what a device or an algorithm says stands below, under its own name. */
function drawFindings({ document, inputs, content }: Page): void {
  const { ecg } = content;
  const zone = inputs.organization.time_zone;
  const group = (y: number, title: string, items: Item[], lines: number, none: string, rest: string) => {
    write(document, title, LEFT, y, { size: 2.8, bold: true });
    const place = { x: LEFT, y: y + 3.8, width: WIDTH, lines, size: SMALL };
    writeBlock(document, place, items.length > 0 ? items : [{ text: none, colour: SOFT_INK }], more(rest));
  };
  write(document, `ECG findings, ${ecg.count} ECG${ecg.count === 1 ? '' : 's'}`, LEFT, 164, TITLE);
  const summary = ecg.count === 0 ? [] : ecgSummaryWords(ecg).map((text) => ({ text }));
  writeBlock(document, { x: LEFT, y: 168.2, width: WIDTH, lines: 4, size: SMALL }, summary, more('lines'));
  const readers = findingItems(ecg.readers, zone);
  group(178.5, 'Readers', readers, 6, 'No reader has stated anything yet.', 'readings of older ECGs');
  const devices = findingItems(ecg.devices, zone);
  group(203, 'Devices, as sent; no reader has confirmed these ECGs', devices, 4, 'None.', 'statements of older ECGs');
  group(221, 'Computed from the samples', [{ text: computedWords(ecg) }], 2, '', '');
  rule(document, 232.5);
}

function drawColumns({ document, content }: Page): void {
  const columns = [
    {
      title: 'Settings changes, medians of up to 7 nights each side',
      items: changeItems(content),
      rest: 'older changes',
    },
    { title: 'Left out, and why', items: leftOutItems(content.left_out), rest: 'reasons' },
  ];
  for (const [index, { title, items, rest }] of columns.entries()) {
    const x = LEFT + index * (WIDTH / 2 + 1);
    write(document, title, x, 234, TITLE);
    const shown = items.length > 0 ? items : [{ text: 'None in this range.', colour: SOFT_INK }];
    writeBlock(document, { x, y: 238.2, width: HALF, lines: 5, size: 2.5 }, shown, more(rest));
  }
  rule(document, 255);
}

function drawSources({ document, inputs, content }: Page): void {
  const { devices, clocks, versions } = sourceItems(inputs, content);
  const none = [{ text: 'No pair of devices to compare.', colour: SOFT_INK }];
  for (const [index, { title, items, rest }] of [
    { title: 'Sources', items: devices, rest: 'devices' },
    { title: 'Clocks of the devices', items: clocks.length > 0 ? clocks : none, rest: 'pairs of devices' },
  ].entries()) {
    const x = LEFT + index * (WIDTH / 2 + 1);
    write(document, title, x, 256.5, TITLE);
    writeBlock(document, { x, y: 260.7, width: HALF, lines: 4, size: 2.5 }, items, more(rest));
  }
  write(document, versions, LEFT, 275, { size: 2.4 });
  rule(document, 279);
}

function drawFoot({ document }: Page, digest: string): void {
  write(document, 'Association, not cause. Device AHI per usage hour, not a sleep study.', LEFT, 280.5, {
    size: 2.9,
    bold: true,
  });
  write(document, `${SAFETY}   Page 1/1`, LEFT, 284.8, { size: 2.5 });
  const missing = document.unprintable ? '   Some letters cannot be printed here; the portal shows them.' : '';
  write(document, `Inputs SHA-256 ${digest}${missing}`, LEFT, 288.6, { size: 2.4, colour: SOFT_INK });
}

/**
 * Draws the joint report (COR-7): exactly one A4 page of vectors. Everything on it comes from the inputs, the time of making
 * among them, so that the same inputs give the same bytes.
 * @param canonical inputs as `canonicalInputs` writes them; their digest is printed
 */
export function drawJointReport(canonical: string): Promise<Uint8Array<ArrayBuffer>> {
  const inputs = parseInputs(canonical);
  const created_at = new Date(inputs.made_at);
  const document = createPdf({ title: 'ECG and therapy', created_at, layout: 'portrait' });
  addPage(document);
  const page = { document, inputs, content: jointContent(inputs) };
  for (const draw of [drawHead, drawFigures, drawChart, drawFindings, drawColumns, drawSources]) draw(page);
  drawFoot(page, sha256(canonical));
  return finish(document);
}
