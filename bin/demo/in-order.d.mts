export function workInOrder<T>(
  items: readonly T[],
  options: { atOnce: number; namesOf(item: T): string[]; work(item: T): Promise<unknown> },
): Promise<void>;
