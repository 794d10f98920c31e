// How well ECGs are measured, against the marks and diagnoses of annotated recordings (lib/testing/recordings). Ends with 1
// where a figure is below what is wanted.
import { measureEcg } from '@/lib/measure/domain/measure-ecg';
import { beatAccuracy } from '@/lib/testing/accuracy/beats';
import { DELINEATION_TOLERANCES, delineationAccuracy, partWithin } from '@/lib/testing/accuracy/delineation';
import { contradictions, DIAGNOSES } from '@/lib/testing/accuracy/diagnoses';
import { classCounts, fibrillationAccuracy, fibrillationTime, rateAccuracy } from '@/lib/testing/accuracy/rhythm';
import { type AnnotatedRecording, annotatedRecording, annotatedRecordings } from '@/lib/testing/annotated-recordings';

type Row = (string | number | boolean)[];

const print = (text: string) => process.stdout.write(`${text}\n`);

function table(title: string, head: string[], rows: Row[]): void {
  const all = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  print(`\n${title}\n${all.map((row) => line(row).trimEnd()).join('\n')}`);
}

let missed = 0;

/** Says whether a figure is as wanted, and keeps it in mind where it is not. */
function verdict(met: boolean): string {
  if (!met) missed += 1;
  return met ? 'met' : 'MISSED';
}

function beats(): void {
  const wanted: [string, number][] = [
    ['100', 99.8],
    ['800', 99.5],
  ];
  const rows = wanted.map(([name, least]) => {
    const { marked, found, matched, sensitivity, predictivity } = beatAccuracy(annotatedRecording(name));
    const met = sensitivity >= least && predictivity >= least;
    return [name, marked, found, matched, sensitivity.toFixed(2), predictivity.toFixed(2), `>= ${least}`, verdict(met)];
  });
  table('Beats (150 ms window)', ['', 'marked', 'found', 'matched', 'sens %', 'ppv %', 'wanted', ''], rows);
  const classes = ['100', '800'].flatMap((name) =>
    Object.entries(classCounts(annotatedRecording(name))).map(([kind, count]) => [name, ...kind.split(' '), count]),
  );
  table('Classes of beats', ['', 'marked', 'class', 'beats'], classes);
}

function delineation(): void {
  const marks = delineationAccuracy(annotatedRecording('ludb-1'));
  const rows = marks.map(({ mark, marked, within, mean_ms, sd_ms }) => [
    mark,
    marked,
    `± ${DELINEATION_TOLERANCES[mark]} ms`,
    ((100 * within) / marked).toFixed(1),
    mean_ms.toFixed(1),
    sd_ms.toFixed(1),
  ]);
  table('Waves of LUDB 1, lead by lead', ['', 'marks', 'tolerance', 'within %', 'mean ms', 'sd ms'], rows);
  const part = partWithin(marks);
  print(`All marks: ${part.toFixed(1)} % within, wanted >= 95: ${verdict(part >= 95)}`);
}

function fibrillation(holters: readonly AnnotatedRecording[], twelve: readonly AnnotatedRecording[]): void {
  let right = 0;
  const rows = holters.map((recording) => {
    const { marked, suspected, part } = fibrillationAccuracy(recording);
    if (marked === suspected) right += 1;
    const rate = rateAccuracy(recording);
    const off = Math.abs(rate.ours - rate.marked);
    return [
      recording.name,
      marked,
      suspected ?? '',
      part.toFixed(2),
      rate.ours.toFixed(1),
      rate.marked.toFixed(1),
      verdict(off <= 2),
    ];
  });
  const head = ['', 'AF marked', 'AF suspected', 'part', 'our bpm', 'marked bpm', '<= 2 bpm'];
  table('Fibrillation and heart rate, CPSC 2021', head, rows);
  print(`Right on ${right} of ${holters.length}, wanted >= 11: ${verdict(right >= 11)}`);
  const wrong = twelve.filter((recording) => fibrillationAccuracy(recording).suspected);
  print(
    `Suspected on ${wrong.length} of ${twelve.length} twelve-lead ECGs (E*, HR*), wanted 0: ${verdict(wrong.length === 0)}`,
  );
}

/** Fibrillation by its time, as a long recording is followed. */
function fibrillationOverTime(recordings: readonly AnnotatedRecording[]): void {
  const sum = { recorded_s: 0, judged_s: 0, marked_s: 0, found_s: 0, wrong_s: 0 };
  const rows = recordings.map((recording) => {
    const time = fibrillationTime(recording);
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += time[name];
    return [recording.name, ...Object.values(time).map((seconds) => seconds.toFixed(0))];
  });
  const head = ['', 'recorded s', 'judged s', 'marked AF s', 'of it named s', 'named besides s'];
  table('Fibrillation over time', head, rows);
  const sensitivity = (100 * sum.found_s) / sum.marked_s;
  const besides = (100 * sum.wrong_s) / (sum.recorded_s - sum.marked_s);
  print(`Of the marked time ${sensitivity.toFixed(1)} % named, wanted >= 90: ${verdict(sensitivity >= 90)}`);
  print(`Of the other time ${besides.toFixed(2)} % named, wanted <= 2: ${verdict(besides <= 2)}`);
}

function rates(): void {
  const rows = ['100', '800'].map((name) => {
    const { ours, marked } = rateAccuracy(annotatedRecording(name));
    return [name, ours.toFixed(2), marked.toFixed(2), verdict(Math.abs(ours - marked) <= 2)];
  });
  table('Heart rate', ['', 'our bpm', 'marked bpm', '<= 2 bpm'], rows);
}

function diagnoses(twelve: readonly AnnotatedRecording[]): void {
  const rows = twelve.map(({ name, rate_hz, leads, diagnoses: codes }) => {
    const measured = measureEcg({ rate_hz, from_ms: 0, leads });
    const { heart_rate_bpm, pr_ms, qrs_ms, qt_ms, qrs_axis_deg } = measured.values;
    const cells = [heart_rate_bpm, pr_ms, qrs_ms, qt_ms, qrs_axis_deg].map(({ value, confidence, reason }) =>
      value === null ? reason : `${Math.round(value)} (${confidence})`,
    );
    const names = codes.map((code) => DIAGNOSES[code] ?? code).join('; ');
    return [name, ...cells, names, contradictions(measured, codes).join('; ')];
  });
  const head = ['', 'HR', 'PR', 'QRS', 'QT', 'QRS axis', 'published', 'contradiction'];
  table('Twelve-lead ECGs of the Challenge 2021: ours (confidence) beside the published names', head, rows);
}

const holters = [...annotatedRecordings('cpsc2021'), annotatedRecording('data_101_6')];
const own = ['E07500', 'E07509', 'E07510', 'HR06000'].map(annotatedRecording);
const published = annotatedRecordings('cinc2021').filter(({ name }) => !name.startsWith('JS'));
const twelve = [...own, ...published].sort((a, b) => a.name.localeCompare(b.name));
beats();
delineation();
fibrillation(holters, twelve);
fibrillationOverTime([...holters, ...['100', '800', '03700181'].map(annotatedRecording)]);
rates();
diagnoses(twelve);
print(missed === 0 ? '\nAll figures as wanted.' : `\n${missed} figures below what is wanted.`);
if (missed > 0) process.exitCode = 1;
