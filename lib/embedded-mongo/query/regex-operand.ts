import { T } from '../bson/types';
import type { Value } from '../bson/value';
import { badValue, MongoError } from '../errors';
import type { RegexOperand } from './ast';
import { SafeRegex } from './regex';

/** The operand of `/…/` or `{$regex, $options}`. Options JavaScript adds by itself (g, u, y, d) have no meaning here. */
export function regexOperand(value: Value, options?: Value): RegexOperand {
  const given = value.type === T.regex ? value.regex() : { pattern: stringPattern(value), options: '' };
  if (options && options.type !== T.string) throw badValue('$options has to be a string');
  if (options && given.options) throw new MongoError(51075, 'options set in both $regex and $options');
  const flags = sorted(options ? options.text() : given.options);
  if (given.pattern.includes('\0') || flags.includes('\0')) {
    throw new MongoError(51091, 'Regular expression cannot contain an embedded null byte');
  }
  return { pattern: given.pattern, options: flags, regex: new SafeRegex(given.pattern, flags) };
}

function stringPattern(value: Value): string {
  if (value.type !== T.string) throw badValue('$regex has to be a string');
  return value.text();
}

function sorted(options: string): string {
  return [...new Set(options)].sort((a, b) => (a < b ? -1 : 1)).join('');
}
