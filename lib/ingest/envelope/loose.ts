/*
 * Reading a body before it is known to be right, so that faults across fields are found together with faults in them:
 * whatever has another type than expected is simply not there, its schema reports it.
 */

export type LooseObject = Record<string, unknown>;

/** The value if it is an object and no array. */
export function asObject(value: unknown): LooseObject | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  // An object of unknown fields, read through `field` alone.
  return value as LooseObject;
}

/** The value if it is an array. */
export function asArray(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** The value if it is a text. */
export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value if it is a number. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** An object's own field: nothing inherited, `__proto__` included. */
export function field(object: LooseObject | undefined, name: string): unknown {
  return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}
