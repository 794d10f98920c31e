import { type EdfSignalFixture, edfBytes } from '../edf/edf.fixture';
import type { CardFile } from './read-card';

const SERIAL = '00000000099';
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** The two start fields and the recording field of a card's header. */
function header(start: string, serial: string) {
  const [year = '', month = '', day = ''] = start.slice(0, 10).split('-');
  return {
    date: `${day}.${month}.${year.slice(2)}`,
    time: start.slice(11).replaceAll(':', '.'),
    recording: `Startdate ${day}-${MONTHS[Number(month) - 1]}-${year} X X X SRN=${serial} MID=36 VID=9`,
  };
}

const file = (path: string, bytes: Uint8Array): CardFile => ({ path, read: () => bytes });

/** A day of a made-up summary: pairs in minutes after noon (−1 for a missing end), other values as stored. */
export interface SummaryDayFixture {
  on?: number[];
  off?: number[];
  values?: Record<string, number>;
}

/** A made-up summary file: pressures in 1/50 cmH2O, indices in tenths, leak in 1/50 L/s, all else as it is. */
export function summaryFile(first: string, days: SummaryDayFixture[], slots = 10, serial = SERIAL): CardFile {
  const labels = [...new Set(days.flatMap(({ values = {} }) => Object.keys(values)))];
  const column = (label: string, samples: number, physical: number, digital: number, data: number[]) => ({
    ...{ label, unit: '', samples, data },
    ...{ physical: [0, physical] as [number, number], digital: [0, digital] as [number, number] },
  });
  const padded = (list: number[] = []) => Array.from({ length: slots }, (_, i) => list[i] ?? -1);
  const firstDay = Date.parse(`${first}T00:00:00Z`) / 86_400_000;
  const signals: EdfSignalFixture[] = [
    column(
      'Date',
      1,
      24_836,
      24_836,
      days.map((_, i) => firstDay + i),
    ),
    column(
      'MaskOn',
      slots,
      1440,
      1440,
      days.flatMap(({ on }) => padded(on)),
    ),
    column(
      'MaskOff',
      slots,
      1440,
      1440,
      days.flatMap(({ off }) => padded(off)),
    ),
    ...labels.map((label) => {
      const [physical, digital] = rangeOf(label);
      return column(
        label,
        1,
        physical,
        digital,
        days.map(({ values = {} }) => values[label] ?? -1),
      );
    }),
  ];
  return file('STR.edf', edfBytes({ ...header(`${first}T12:00:00`, serial), recordSeconds: 86_400, signals }));
}

function rangeOf(label: string): [number, number] {
  if (/^S\..*(Press|IPAP|EPAP|PS)$|^Tgt/.test(label)) return [50, 2500];
  if (/^(AHI|HI|OAI|CAI|UAI)$/.test(label)) return [240, 2400];
  return label.startsWith('Leak') ? [2, 100] : [2000, 2000];
}

const nameOf = (start: string, kind: string) => {
  const stamp = start.replaceAll('-', '').replaceAll(':', '').replace('T', '_');
  const noon = new Date(Date.parse(`${start}Z`) - 43_200_000).toISOString().slice(0, 10).replaceAll('-', '');
  return `DATALOG/${noon}/${stamp}_${kind}.edf`;
};

/** A made-up file of a block: leak, pressures and breathing rate at 0.5 Hz, records of a minute. */
export function detailFile(
  start: string,
  minutes: number,
  stored: Partial<Record<string, number>> = {},
  serial = SERIAL,
): CardFile {
  const signal = (label: string, physical: number, digital: number, value: number): EdfSignalFixture => ({
    ...{ label, unit: '', samples: 30, data: Array.from({ length: 30 * minutes }, () => stored[label] ?? value) },
    ...{ physical: [0, physical], digital: [0, digital] },
  });
  const signals = [
    signal('Press.2s', 30, 1500, 500),
    signal('EprPress.2s', 30, 1500, 400),
    signal('Leak.2s', 2, 100, 10),
    signal('RespRate.2s', 50, 250, 75),
  ];
  return file(nameOf(start, 'PLD'), edfBytes({ ...header(start, serial), recordSeconds: 60, signals }));
}

/** A made-up file of marks: `[seconds, duration, text]` each. */
export function marksFile(
  start: string,
  kind: 'EVE' | 'CSL',
  marks: [number, number, string][],
  serial = SERIAL,
): CardFile {
  const data = [[0, 0, 'Recording starts'] as const, ...marks].map(
    ([at, duration, text]) => `+0\x14\x14\0+${at}\x15${duration}\x14${text}\x14\0`,
  );
  const signals = [{ label: 'EDF Annotations', unit: '', samples: 40, data }];
  return file(nameOf(start, kind), edfBytes({ ...header(start, serial), kind: 'EDF+D', recordSeconds: 0, signals }));
}

/** A made-up identification of a device of series 10 or 11. */
export function deviceFile(series: 10 | 11, code: number, model: string, serial = SERIAL): CardFile {
  const text =
    series === 10
      ? `#IMF 0000\n\n#SRN ${serial}\n\n#PNA ${model.replaceAll(' ', '_')}\n\n#PCD ${code}\n`
      : JSON.stringify({
          FlowGenerator: {
            IdentificationProfiles: {
              Product: { SerialNumber: serial, ProductCode: String(code), ProductName: model },
            },
          },
        });
  return file(`Identification.${series === 10 ? 'tgt' : 'json'}`, new TextEncoder().encode(text));
}
