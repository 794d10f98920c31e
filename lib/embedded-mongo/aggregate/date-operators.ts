import { T, typeName } from '../bson/types';
import { fields, isEmpty, type Value } from '../bson/value';
import { intValue, NULL } from '../bson/write';
import { MongoError, unsupported } from '../errors';
import { isNullish, type Operator } from './operator';

const DAY_MS = 86_400_000;

/** Parts of a moment in UTC, with MongoDB's numbering: months from 1, days of the week from 1 (Sunday). */
const PARTS: readonly [string, (date: Date) => number][] = [
  ['$year', (date) => date.getUTCFullYear()],
  ['$month', (date) => date.getUTCMonth() + 1],
  ['$dayOfMonth', (date) => date.getUTCDate()],
  ['$dayOfWeek', (date) => date.getUTCDay() + 1],
  ['$dayOfYear', (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1],
  ['$hour', (date) => date.getUTCHours()],
  ['$minute', (date) => date.getUTCMinutes()],
  ['$second', (date) => date.getUTCSeconds()],
  ['$millisecond', (date) => date.getUTCMilliseconds()],
];

/** Operators that take a part out of a date, a timestamp or an ObjectId; a time zone is refused by its name. */
export const dateOperators: readonly (readonly [string, Operator])[] = PARTS.map(([name, part]) => [
  name,
  {
    min: 1,
    max: 1,
    parts: (operand) => namedDate(name, operand),
    run: (arg) => {
      const value = arg(0);
      if (isNullish(value)) return NULL;
      return intValue(part(new Date(momentMs(value))));
    },
  },
]);

/** `{date: …}` in the place of a plain argument. */
function namedDate(name: string, operand: Value): Value[] | undefined {
  if (!operand.isObject || isEmpty(operand) || fields(operand)[0]?.[0].startsWith('$')) return undefined;
  for (const [option] of fields(operand)) {
    if (option === 'timezone') throw unsupported(`the option 'timezone' of ${name}`);
    if (option !== 'date') throw new MongoError(40535, `unrecognized option to ${name}: "${option}"`);
  }
  return fields(operand).map(([, value]) => value);
}

function momentMs(value: Value): number {
  if (value.type === T.date) return value.dateMs();
  if (value.type === T.timestamp) return value.buf.readUInt32LE(value.start + 4) * 1000;
  if (value.type === T.objectId) return value.buf.readUInt32BE(value.start) * 1000;
  throw new MongoError(16006, `can't convert from BSON type ${typeName(value.type)} to Date`);
}
