/**
 * The value that would stand at place `n` if the values were sorted; puts its argument into another order. One middle
 * value of some thousands is found many times faster this way than by sorting them (Hoare CAR, Algorithm 65: Find. Commun
 * ACM 1961;4:321–322).
 *
 * @returns 0 where there is no such place
 */
export function nthSmallest(values: Float64Array, n: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] ?? 0;
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left++;
      while ((values[right] ?? 0) > pivot) right--;
      if (left > right) break;
      const held = values[left] ?? 0;
      values[left++] = values[right] ?? 0;
      values[right--] = held;
    }
    if (n <= right) high = right;
    else if (n >= left) low = left;
    else break;
  }
  return values[n] ?? 0;
}

/** The middle value, of an even number of them the upper one; puts its argument into another order. */
export function upperMedian(values: Float64Array): number {
  return nthSmallest(values, values.length >> 1);
}

/** The middle of some values; of an even number the mean of the two in the middle. Sorts them. */
export function middleOf(values: Float64Array): number {
  values.sort();
  const half = values.length >> 1;
  const upper = values[half] ?? Number.NaN;
  return values.length % 2 === 1 ? upper : ((values[half - 1] ?? Number.NaN) + upper) / 2;
}
