import { T } from '../bson/types';
import { fields, isEmpty, type Value } from '../bson/value';
import { arrayOf, detached, docOf, doubleValue, intValue, NULL } from '../bson/write';
import { MongoError } from '../errors';
import { compareValues, encodeValue } from '../keys/key-encoding';
import { keyText } from '../storage/kv';
import { calculate } from '../update/arithmetic';
import { compileExpression, type Expression } from './expressions';

interface Accumulator {
  add(value: Value | undefined): void;
  result(): Value;
}

/** `$sum`: only numbers count. */
class Sum implements Accumulator {
  private total: Value = intValue(0);
  private compensation = 0;

  add(value: Value | undefined): void {
    if (!value?.isNumber) return;
    if (this.total.type !== T.double && value.type !== T.double) {
      this.total = calculate('add', this.total, value);
      return;
    }
    // Kahan summation keeps long sums of doubles exact to the last bits.
    const sum = this.total.number();
    const y = calculate('add', value, doubleValue(0)).number() - this.compensation;
    const t = sum + y;
    this.compensation = Number.isFinite(t) ? t - sum - y : 0;
    this.total = doubleValue(t);
  }

  result(): Value {
    return this.total;
  }
}

class Average implements Accumulator {
  private readonly sum = new Sum();
  private n = 0;

  add(value: Value | undefined): void {
    if (!value?.isNumber) return;
    this.sum.add(value);
    this.n++;
  }

  result(): Value {
    return this.n === 0 ? NULL : doubleValue(this.sum.result().number() / this.n);
  }
}

/** The least (sign -1) or greatest (1) value; null and missing do not count. */
class Extreme implements Accumulator {
  private best: Value | undefined;

  constructor(private readonly sign: 1 | -1) {}

  add(value: Value | undefined): void {
    if (!value || value.type === T.null || value.type === T.undefined) return;
    if (!this.best || this.sign * compareValues(value, this.best) > 0) this.best = detached(value);
  }

  result(): Value {
    return this.best ?? NULL;
  }
}

class First implements Accumulator {
  private value: Value | undefined;

  add(value: Value | undefined): void {
    this.value ??= detached(value ?? NULL);
  }

  result(): Value {
    return this.value ?? NULL;
  }
}

class Last implements Accumulator {
  private value: Value = NULL;

  add(value: Value | undefined): void {
    this.value = detached(value ?? NULL);
  }

  result(): Value {
    return this.value;
  }
}

class Push implements Accumulator {
  private readonly values: Value[] = [];

  add(value: Value | undefined): void {
    if (value) this.values.push(detached(value));
  }

  result(): Value {
    return arrayOf(this.values);
  }
}

class AddToSet implements Accumulator {
  private readonly values = new Map<string, Value>();

  add(value: Value | undefined): void {
    if (value) this.values.set(keyText(encodeValue(value)), detached(value));
  }

  result(): Value {
    return arrayOf(this.values.values());
  }
}

const accumulators = new Map<string, () => Accumulator>([
  ['$sum', () => new Sum()],
  ['$avg', () => new Average()],
  ['$min', () => new Extreme(-1)],
  ['$max', () => new Extreme(1)],
  ['$first', () => new First()],
  ['$last', () => new Last()],
  ['$push', () => new Push()],
  ['$addToSet', () => new AddToSet()],
  ['$count', () => new Sum()],
]);

interface Field {
  name: string;
  make: () => Accumulator;
  input: Expression;
}

function parseField(name: string, spec: Value): Field {
  if (name.includes('.')) throw new MongoError(40235, `The field name '${name}' cannot contain '.'`);
  const [operator, operand] = spec.isObject ? (fields(spec)[0] ?? []) : [];
  if (!operator || !operand || fields(spec).length > 1) {
    throw new MongoError(40234, `The field '${name}' must be an accumulator object`);
  }
  const make = accumulators.get(operator);
  if (!make) throw new MongoError(15952, `unknown group operator '${operator}'`);
  if (operator === '$count') {
    if (!operand.isObject || !isEmpty(operand))
      throw new MongoError('TypeMismatch', '$count takes no arguments, i.e. $count:{}');
    return { name, make, input: () => intValue(1) };
  }
  return { name, make, input: compileExpression(operand) };
}

/** `$group`: one result for each value of `_id`, in the order the values first appeared. */
export class Grouper {
  private readonly id: Expression;
  private readonly fields: Field[];
  private readonly groups = new Map<string, { id: Value; cells: Accumulator[] }>();

  constructor(spec: Value) {
    const id = spec.get('_id');
    if (!id) throw new MongoError(15955, 'a group specification must include an _id');
    this.id = compileExpression(id);
    this.fields = fields(spec)
      .filter(([name]) => name !== '_id')
      .map(([name, value]) => parseField(name, value));
  }

  add(root: Value): void {
    const id = this.id({ root }) ?? NULL;
    const key = keyText(encodeValue(id));
    let group = this.groups.get(key);
    if (!group) {
      group = { id: detached(id), cells: this.fields.map((f) => f.make()) };
      this.groups.set(key, group);
    }
    const { cells } = group;
    this.fields.forEach((f, i) => {
      cells[i]?.add(f.input({ root }));
    });
  }

  finish(): Value[] {
    return [...this.groups.values()].map(({ id, cells }) =>
      docOf([['_id', id], ...this.fields.map((f, i) => [f.name, cells[i]?.result() ?? NULL] as const)]),
    );
  }
}
