import { describe, expect, it } from 'vitest';
import { cardParts, MOST_PART_BYTES, modalityOf } from './card-parts';

const file = (path: string, size = 1000) => ({ path: `card/${path}`, size });
const night = (date: string, size: number) => file(`DATALOG/${date}/${date}_220000_BRP.edf`, size);
const SUMMARY = [file('STR.edf'), file('Identification.json')];
const shape = (parts: ReturnType<typeof cardParts>) =>
  parts.map(({ files, summaryDays }) => [files.filter(({ path }) => path.includes('DATALOG')).length, summaryDays]);

describe('a card in parts', () => {
  it('keeps nights whole and in order, the summary’s days last', () => {
    const third = MOST_PART_BYTES / 3;
    const picked = [night('20260304', third), night('20260302', third), night('20260303', third), ...SUMMARY];
    const parts = cardParts(picked);
    expect(shape(parts)).toEqual([
      [2, false],
      [1, false],
      [0, true],
    ]);
    expect(parts[0]?.files.map(({ path }) => path)).toEqual([
      ...['card/STR.edf', 'card/Identification.json'],
      ...['card/DATALOG/20260302/20260302_220000_BRP.edf', 'card/DATALOG/20260303/20260303_220000_BRP.edf'],
    ]);
    // a night that is too large by itself is sent by itself
    expect(shape(cardParts([night('20260302', MOST_PART_BYTES * 2), night('20260303', 10)]))).toEqual([
      [1, false],
      [1, false],
    ]);
  });

  it('leaves files alone that are no part of it', () => {
    expect(cardParts([file('notes.docx'), file('SETTINGS/AGL.tgt'), file('photo.jpg')])).toEqual([]);
    const [only, second] = cardParts([...SUMMARY, file('letter.pdf')]);
    expect([only?.files.length, only?.summaryDays, second]).toEqual([2, true, undefined]);
  });
});

it('tells the kind of device by its name', () => {
  expect([modalityOf('#PNA AirCurve_10_VAuto'), modalityOf('"ProductName": "AirSense 11 AutoSet"')]).toEqual([
    ...['bipap', 'cpap'],
  ]);
});
