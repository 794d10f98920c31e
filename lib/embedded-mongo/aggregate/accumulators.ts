import { T } from '../bson/types';
import type { Value } from '../bson/value';
import { arrayOf, detached, doubleValue, intValue, NULL } from '../bson/write';
import { compareValues, encodeValue } from '../keys/key-encoding';
import { keyText } from '../storage/kv';
import { calculate } from '../update/arithmetic';

export interface Accumulator {
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
      this.total = calculate('add', this.total, value, 'double');
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

/** Keeps one value: `replaces` says whether a new one takes the place of the one kept so far. */
class Keep implements Accumulator {
  private kept: Value | undefined;

  constructor(private readonly replaces: (value: Value | undefined, kept: Value | undefined) => boolean) {}

  add(value: Value | undefined): void {
    if (this.replaces(value, this.kept)) this.kept = detached(value ?? NULL);
  }

  result(): Value {
    return this.kept ?? NULL;
  }
}

/** The least (sign -1) or greatest (1) value; null and missing do not count. */
function extreme(sign: 1 | -1): Accumulator {
  return new Keep((value, kept) => {
    if (!value || value.type === T.null || value.type === T.undefined) return false;
    return !kept || sign * compareValues(value, kept) > 0;
  });
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

/** What `$group` can gather; `$sum`, `$avg`, `$min` and `$max` are also operators on their arguments or one array. */
export const accumulators: ReadonlyMap<string, () => Accumulator> = new Map<string, () => Accumulator>([
  ['$sum', () => new Sum()],
  ['$avg', () => new Average()],
  ['$min', () => extreme(-1)],
  ['$max', () => extreme(1)],
  ['$first', () => new Keep((_value, kept) => !kept)],
  ['$last', () => new Keep(() => true)],
  ['$push', () => new Push()],
  ['$addToSet', () => new AddToSet()],
  ['$count', () => new Sum()],
]);
