import { FieldPath } from '../bson/path';
import { T, TAG, tagOf } from '../bson/types';
import { isEmpty, items, type Value } from '../bson/value';
import { doubleValue, NULL, UNDEFINED } from '../bson/write';
import { afterPrefix, encodeKey, encodeValue } from '../keys/key-encoding';
import type { CompareOp, Expr, Predicate, RegexOperand } from '../query/ast';
import {
  type Cut,
  EVERYTHING,
  type Interval,
  type Intervals,
  intersect,
  isEverything,
  point,
  union,
} from './intervals';

/** The key values under which documents that fulfil a condition must stand; `exact` if all that stand there do. */
export interface Bounds {
  intervals: Intervals;
  exact: boolean;
}

const ALL: Bounds = { intervals: EVERYTHING, exact: false };

/** A key cut short ends with a hash of this many bytes; only what stands before it is in order. */
const HASH_BYTES = 32;

interface Target {
  path: FieldPath;
  /** Whether some document has an array on the path: conditions on different elements must then not be combined. */
  multikey: boolean;
  segment: number;
}

/** Bounds that a filter gives for one indexed path. */
export function boundsFor(expr: Expr, target: Target): Bounds {
  switch (expr.kind) {
    case 'and':
      return boundsOfAll(expr.args, target);
    case 'or':
      return expr.args.length === 0
        ? ALL
        : { intervals: union(expr.args.map((arg) => boundsFor(arg, target).intervals)), exact: false };
    case 'field':
      return boundsOfField(expr, target);
    default:
      return ALL;
  }
}

function boundsOfAll(args: readonly Expr[], target: Target): Bounds {
  const given = args.map((arg) => boundsFor(arg, target)).filter((b) => !isEverything(b.intervals));
  const [first, ...rest] = given;
  if (!first) return ALL;
  if (target.multikey) return { intervals: narrowest(given), exact: given.length === 1 && first.exact };
  return {
    intervals: rest.reduce((sum, b) => intersect(sum, b.intervals), first.intervals),
    exact: given.every((b) => b.exact),
  };
}

/** Of conditions that may be met by different array elements only one can be used: the one with the fewest values. */
function narrowest(given: readonly Bounds[]): Intervals {
  const cost = (x: Intervals) => x.reduce((sum, i) => sum + (i.lo.bytes.equals(i.hi.bytes) ? 1 : 1000), 0);
  const best = given.reduce((a, b) => (cost(b.intervals) < cost(a.intervals) ? b : a));
  return best.intervals;
}

function boundsOfField(expr: Extract<Expr, { kind: 'field' }>, target: Target): Bounds {
  const { path, pred } = expr;
  if (path === target.path || path === undefined) return boundsOfPredicate(pred, target);
  if (path && pred.op === 'elemMatchObject' && target.path.text.startsWith(`${path.text}.`)) {
    return { intervals: boundsFor(pred.expr, innerTarget(target, path)).intervals, exact: false };
  }
  return ALL;
}

/** The same indexed path as seen from inside an array element. */
function innerTarget(target: Target, outer: FieldPath): Target {
  const rest = target.path.text.slice(outer.text.length + 1);
  return { ...target, path: FieldPath.of(rest) };
}

function boundsOfPredicate(pred: Predicate, target: Target): Bounds {
  switch (pred.op) {
    case 'eq':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return boundsOfCompare(pred.op, pred.value, target.segment);
    case 'in':
      return boundsOfIn(pred, target);
    case 'regex':
      return { intervals: regexIntervals(pred.operand, target.segment), exact: false };
    case 'elemMatchValue':
      // One element must meet all conditions, so they may be combined.
      return { intervals: boundsFor(pred.expr, { ...target, multikey: false }).intervals, exact: false };
    default:
      return ALL;
  }
}

function boundsOfIn(pred: Extract<Predicate, { op: 'in' }>, target: Target): Bounds {
  const parts = pred.values.map((value) => equalTo(value, target.segment));
  const lists = parts.map((part) => part.intervals);
  if (pred.hasNull) lists.push(nullish());
  for (const operand of pred.regexes) lists.push(regexIntervals(operand, target.segment));
  const exact = parts.every((part) => part.exact) && !pred.hasNull && pred.regexes.length === 0;
  return { intervals: union(lists), exact };
}

function nullish(): Intervals {
  return union([[point(encodeValue(UNDEFINED))], [point(encodeValue(NULL))]]);
}

/** The value's key, and whether it is whole or cut short. */
function encoded(value: Value, segment: number): { bytes: Buffer; cut: boolean } {
  const { key, cut } = encodeKey([value], [false], segment);
  return { bytes: key, cut: cut || key.length > segment - HASH_BYTES };
}

function equalTo(value: Value, segment: number): Bounds {
  if (value.type === T.null) return { intervals: nullish(), exact: false };
  const own = encoded(value, segment);
  const whole = point(own.bytes);
  if (!value.isArray) return { intervals: [whole], exact: !own.cut };
  // An array is found under its first element, or as a whole where it is an element itself.
  const first = isEmpty(value) ? UNDEFINED : (items(value)[0] ?? UNDEFINED);
  return { intervals: union([[whole], [point(encoded(first, segment).bytes)]]), exact: false };
}

const NEGATIVE_INFINITY = doubleValue(Number.NEGATIVE_INFINITY);

function boundsOfCompare(op: CompareOp, value: Value, segment: number): Bounds {
  if (op === 'eq') return equalTo(value, segment);
  const { type } = value;
  if (type === T.null) return op === 'gte' || op === 'lte' ? { intervals: nullish(), exact: false } : ALL;
  if (type === T.minKey || type === T.maxKey || type === T.array || type === T.object) return ALL;
  if (value.isNumber && Number.isNaN(value.number())) return ALL;
  const { bytes, cut } = encoded(value, segment);
  if (cut) return { intervals: bracket(value), exact: false };
  const [all] = bracket(value);
  if (!all) return ALL;
  const interval: Interval = { ...all };
  if (op === 'gt') interval.lo = { bytes, after: true };
  else if (op === 'gte') interval.lo = { bytes, after: false };
  else if (op === 'lt') interval.hi = { bytes, after: false };
  else interval.hi = { bytes, after: true };
  return { intervals: [interval], exact: true };
}

/** All values of the type of this one; of numbers all but NaN. */
function bracket(value: Value): Interval[] {
  const tag = tagOf(value.type);
  const lo: Cut = tag === TAG.number ? { bytes: encodeValue(NEGATIVE_INFINITY), after: false } : tagCut(tag);
  return [{ lo, hi: tagCut(tag + 1) }];
}

function tagCut(tag: number): Cut {
  return { bytes: Buffer.from([tag]), after: false };
}

/** Strings with the fixed beginning of a pattern such as `^abc`, and stored regular expressions. */
function regexIntervals(operand: RegexOperand, segment: number): Intervals {
  const regexes: Interval = { lo: tagCut(TAG.regex), hi: tagCut(TAG.regex + 1) };
  const prefix = fixedPrefix(operand);
  const text = Buffer.concat([Buffer.from([TAG.string]), Buffer.from(prefix)]).subarray(0, segment - HASH_BYTES);
  const strings: Interval = { lo: { bytes: text, after: false }, hi: { bytes: afterPrefix(text), after: false } };
  return union([[strings], [regexes]]);
}

/** The text every match must begin with; empty if the pattern says nothing about it. */
export function fixedPrefix({ pattern, options }: RegexOperand): string {
  if (/[imx]/.test(options) || !pattern.startsWith('^') || /[|]/.test(pattern)) return '';
  const m = /^\^((?:[\p{L}\p{N} _\-@:,;=!"'%&<>~/]|\\[.\-/+*?^$|()[\]{}\\@_:])*)(.?)/u.exec(pattern);
  if (!m) return '';
  const [, literal = '', next = ''] = m;
  const plain = literal.replace(/\\(.)/gu, '$1');
  // A quantifier after the last character may make it optional.
  return /[?*{]/.test(next) ? [...plain].slice(0, -1).join('') : plain;
}
