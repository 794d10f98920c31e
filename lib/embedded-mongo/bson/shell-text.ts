import { T } from './types';
import { fields, items, type Value } from './value';

const MAX_TEXT = 150;

/** A short text for a value in an error message, in the style of the mongo shell. */
export function shellText(value: Value): string {
  switch (value.type) {
    case T.object:
      return `{ ${fields(value)
        .map(([name, item]) => `${name}: ${shellText(item)}`)
        .join(', ')} }`;
    case T.array:
      return `[ ${items(value).map(shellText).join(', ')} ]`;
    case T.string:
    case T.symbol:
      return JSON.stringify(value.text().slice(0, MAX_TEXT));
    case T.int:
    case T.double:
      return String(value.number());
    case T.long:
      return String(value.bigint());
    case T.decimal:
      return `NumberDecimal('${value.decimalText()}')`;
    case T.bool:
      return String(value.bool());
    case T.date:
      return `new Date(${value.dateMs()})`;
    case T.objectId:
      return `ObjectId('${value.bytes.toString('hex')}')`;
    case T.binData:
      return `BinData(${value.buf.readUInt8(value.start + 4)}, ${value.binary().toString('hex').slice(0, MAX_TEXT)})`;
    case T.null:
      return 'null';
    case T.undefined:
      return 'undefined';
    case T.regex: {
      const { pattern, options } = value.regex();
      return `/${pattern.slice(0, MAX_TEXT)}/${options}`;
    }
    default:
      return '?';
  }
}
