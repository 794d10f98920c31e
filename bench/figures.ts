import { type Figure, percentile } from './table';

/** What was measured, each in several runs; durations and starts in ms. */
interface Measured {
  starts: number[];
  reads: number[][];
  /** The same reads with the time the driver needs to make objects of the answers. */
  decoded: number[][];
  /** Point reads while a collection was scanned. */
  scans: number[][];
  inserts: { perSecond: number; durations: number[] }[];
  /** Memory of the store's process after all that. */
  megabytes: number;
}

function atMost(what: string, unit: string, limit: number, runs: number[]): Figure {
  return { what, unit, runs, wanted: `<= ${limit} ${unit}`, met: percentile(runs, 50) <= limit };
}

/** The figures the store is held to. */
export function figuresOf({ starts, reads, decoded, scans, inserts, megabytes }: Measured): Figure[] {
  const ofReads = (p: number) => reads.map((run) => percentile(run, p));
  const ofInserts = (p: number) => inserts.map((run) => percentile(run.durations, p));
  const perSecond = inserts.map((run) => run.perSecond);
  const free = { wanted: '', met: true };
  return [
    atMost('start', 'ms', 1000, starts),
    atMost('newest 20 of a patient, p50', 'ms', 1, ofReads(50)),
    atMost('newest 20 of a patient, p99', 'ms', 15, ofReads(99)),
    { what: 'the same as objects, p50', unit: 'ms', runs: decoded.map((run) => percentile(run, 50)), ...free },
    {
      what: 'inserts, 8 writers, flushed',
      unit: '/s',
      runs: perSecond,
      wanted: '>= 1000 /s',
      met: percentile(perSecond, 50) >= 1000,
    },
    { what: 'one such insert, p50', unit: 'ms', runs: ofInserts(50), ...free },
    { what: 'one such insert, p99', unit: 'ms', runs: ofInserts(99), ...free },
    atMost(
      'slowest read during a scan of 200,000',
      'ms',
      50,
      scans.map((run) => Math.max(...run)),
    ),
    atMost('memory of the process, file not counted', 'MB', 300, [megabytes]),
  ];
}
