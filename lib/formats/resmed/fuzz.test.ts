import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseUpload } from '@/lib/ingest/envelope/parse-upload';
import { readCard, realCard } from '@/lib/testing/cards';
import { damages, numberSwaps, numbersFrom, truncations } from '@/lib/testing/fuzz/mutations';
import { detailFile, deviceFile, marksFile, summaryFile } from './card.fixture';
import { type CardFile, cardFiles } from './read-card';

const TIMEOUT = 60_000;

const MADE_UP: CardFile[] = [
  deviceFile(11, 39_001, 'AirSense 11'),
  summaryFile('2026-03-02', [
    { on: [600, 700], off: [660, 720], values: { Mode: 1, Duration: 80, AHI: 25, 'Leak.95': 10, 'S.A.MinPress': 300 } },
    { values: { Mode: 1, Duration: 0 } },
  ]),
  detailFile('2026-03-02T22:00:10', 3),
  marksFile('2026-03-02T22:00:04', 'EVE', [[90, 12, 'Apnea']]),
  marksFile('2026-03-02T22:00:04', 'CSL', [[60, 0, 'CSR Start']]),
];

/** Files of a real card that are small: header, summary and marks as a device wrote them. */
const REAL = realCard('airsense11').filter(({ path }) => /STR|Ident|055249_EVE|021408_PLD/.test(path));

const bytesOf = (files: readonly CardFile[]) => files.map(({ path, read }) => ({ name: path, bytes: read(2 ** 24) }));

/** What a card's answer breaks of its promises: nothing is thrown, and every day is one that the API would take. */
function faultOf(files: readonly { name: string; bytes: Uint8Array }[]): string | null {
  try {
    for (const { night, therapy } of readCard(cardFiles(files)).days.values()) {
      if (therapy === null) continue;
      const checked = parseUpload('cpap', { device_id: 'D', patient_id: 'P', timezone: 'UTC', night, therapy });
      if (!checked.ok) return JSON.stringify(checked.errors.slice(0, 3));
    }
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.stack}` : String(error);
  }
}

it.each([
  ['a made-up card', bytesOf(MADE_UP), 29, 400],
  ['small files of a real card', bytesOf(REAL), 997, 60],
] as const)(
  '%s cut or damaged ends in days the API takes, or in named files',
  { timeout: TIMEOUT },
  (_, files, stride, count) => {
    const seed = { name: 'card', files: [...files] };
    const random = numbersFrom(7);
    expect(faultOf(files)).toBeNull();
    const mutants = [
      ...truncations(seed, stride),
      ...damages(seed, count, random),
      ...numberSwaps(seed, count, random),
    ];
    const broken = mutants.flatMap(({ name, files: changed }) => {
      const fault = faultOf(changed);
      return fault === null ? [] : [{ name, fault }];
    });
    expect(broken.slice(0, 3)).toEqual([]);
  },
);

it('takes any bytes under any of a card’s names', { timeout: TIMEOUT }, () => {
  const names = ['STR.edf', 'Identification.json', 'Identification.tgt', 'DATALOG/20260302/20260302_220010_BRP.edf'];
  const file = fc.record({ name: fc.constantFrom(...names), bytes: fc.uint8Array({ maxLength: 1500 }) });
  fc.assert(
    fc.property(fc.array(file, { maxLength: 4 }), (files) => {
      expect(faultOf(files)).toBeNull();
    }),
    { numRuns: 300 },
  );
});

it('reads the same whatever the order of the files', () => {
  const whole = readCard(MADE_UP);
  fc.assert(
    fc.property(fc.shuffledSubarray(MADE_UP, { minLength: MADE_UP.length }), (files) => {
      expect(readCard(files)).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});
