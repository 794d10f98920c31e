export interface Entry {
  key: Buffer;
  value: Buffer;
}

/** Keys in [lo, hi), upwards or downwards. */
export interface Range {
  lo: Buffer;
  hi: Buffer;
  reverse: boolean;
}

/** Entries one after another; `close` must be called by whoever stops before the end. */
export interface RangeCursor {
  next(): Entry | undefined;
  close(): void;
}

/** A consistent view on the ordered keys. */
export interface KvView {
  get(key: Buffer): Buffer | undefined;
  range(range: Range): RangeCursor;
}

export interface KvWriter {
  put(key: Buffer, value: Buffer): void;
  remove(key: Buffer): void;
}

/** All entries of a range; for short ranges only. */
export function collect(view: KvView, range: Range): Entry[] {
  const out: Entry[] = [];
  const cursor = view.range(range);
  for (let entry = cursor.next(); entry; entry = cursor.next()) out.push(entry);
  return out;
}

/** A map key for key bytes. */
export function keyText(key: Buffer): string {
  return key.toString('latin1');
}
