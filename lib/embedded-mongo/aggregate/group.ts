import { fields, isEmpty, type Value } from '../bson/value';
import { detached, docOf, intValue, NULL } from '../bson/write';
import { MongoError, typeMismatch } from '../errors';
import { encodeValue } from '../keys/key-encoding';
import { keyText } from '../storage/kv';
import { type Accumulator, accumulators } from './accumulators';
import { compileExpression, type Expression, type Variables } from './expressions';

interface Field {
  name: string;
  make: () => Accumulator;
  input: Expression;
}

function parseField(name: string, spec: Value, variables: Variables): Field {
  if (name.includes('.')) throw new MongoError(40235, `The field name '${name}' cannot contain '.'`);
  const [operator, operand] = spec.isObject ? (fields(spec)[0] ?? []) : [];
  if (!operand) throw new MongoError(40234, `The field '${name}' must be an accumulator object`);
  if (fields(spec).length > 1) throw new MongoError(40238, `The field '${name}' must specify one accumulator`);
  const make = accumulators.get(operator ?? '');
  if (!make) throw new MongoError(15952, `unknown group operator '${operator}'`);
  if (operator !== '$count') return { name, make, input: compileExpression(operand, variables) };
  if (!operand.isObject || !isEmpty(operand)) throw typeMismatch('$count takes no arguments, i.e. $count:{}');
  return { name, make, input: () => intValue(1) };
}

/** `$group`: one result for each value of `_id`, in the order the values first appeared. */
export class Grouper {
  private readonly id: Expression;
  private readonly fields: Field[];
  private readonly groups = new Map<string, { id: Value; cells: Accumulator[] }>();

  constructor(spec: Value, variables: Variables) {
    const id = spec.get('_id');
    if (!id) throw new MongoError(15955, 'a group specification must include an _id');
    this.id = compileExpression(id, variables);
    this.fields = fields(spec)
      .filter(([name]) => name !== '_id')
      .map(([name, value]) => parseField(name, value, variables));
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
