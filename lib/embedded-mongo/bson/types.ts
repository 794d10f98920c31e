/** BSON element type bytes, by MongoDB's alias. */
export const T = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  maxKey: 127,
  minKey: 255,
} as const;

const names = new Map<number, string>(Object.entries(T).map(([name, code]) => [code, name]));
const aliases = new Map<string, number>(Object.entries(T));

/** MongoDB's alias of a type byte, as used in error texts. */
export function typeName(type: number): string {
  return names.get(type) ?? `unknown(${type})`;
}

/** The type byte of an alias such as `double`, or undefined. */
export function typeOfAlias(alias: string): number | undefined {
  return aliases.get(alias);
}

export function isNumericType(type: number): boolean {
  return type === T.int || type === T.double || type === T.long || type === T.decimal;
}

/**
 * First byte of an encoded key: MongoDB's order of types (manual, "Comparison/Sort Order").
 * Types that compare with each other (all numbers; string and symbol) share a tag.
 */
export const TAG = {
  minKey: 10,
  undefined: 15,
  null: 20,
  number: 30,
  string: 60,
  object: 70,
  array: 80,
  binData: 90,
  objectId: 100,
  bool: 110,
  date: 120,
  timestamp: 130,
  regex: 140,
  dbPointer: 150,
  javascript: 160,
  javascriptWithScope: 170,
  maxKey: 240,
} as const;

const SHARED = new Map<string, number>([
  ...['double', 'int', 'long', 'decimal'].map((name) => [name, TAG.number] as const),
  ['symbol', TAG.string],
]);
const tagsByName = new Map<string, number>([...Object.entries(TAG), ...SHARED]);
const tags = new Map<number, number | undefined>(Object.entries(T).map(([name, code]) => [code, tagsByName.get(name)]));

export function tagOf(type: number): number {
  return tags.get(type) ?? TAG.maxKey;
}
