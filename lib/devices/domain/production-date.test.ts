import { describe, expect, it } from 'vitest';
import { productionDate } from './production-date';

describe('the production date of a UDI', () => {
  it.each([
    ['(01)04012345000016(11)230415(21)77120417', '2023-04-15'],
    ['(01)04012345000016(17)330415(11)230400(10)A1', '2023-04-01'],
    ['01040123450000161123041521771204', '2023-04-15'],
    ['010401234500001617330415112304152177120417', '2023-04-15'],
    ['010401234500001621SERIAL11\u001d11230415', '2023-04-15'],
  ])('of %s is %s', (udi, date) => {
    expect(productionDate(udi)).toBe(date);
  });

  it.each([
    ['nothing', null],
    ['no production date', '(01)04012345000016(21)77120417'],
    ['a serial number that looks like one', '010401234500001621112304'],
    ['a month there is none of', '(01)04012345000016(11)231315'],
    ['another agency', '+A99912345/$$52001510X3/16D20230415'],
    ['free text', 'Example C12'],
  ])('is unknown of %s', (_name, udi) => {
    expect(productionDate(udi)).toBeNull();
  });
});
