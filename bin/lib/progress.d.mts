/** Where a step's line goes. */
interface StepOutput {
  isTTY?: boolean;
  write(text: string): unknown;
}

export function secondsSince(start: number): string;
export function showStep<T>(
  name: string,
  work: (showProgress: (done: number, total: number) => void) => Promise<T>,
  output?: StepOutput,
): Promise<T>;
