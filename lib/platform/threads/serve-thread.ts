import { parentPort, type Transferable } from 'node:worker_threads';
import type { FromThread, ToThread } from './messages';

/** What a handler gives back; the listed buffers move instead of being copied. */
export interface ThreadResult {
  result: unknown;
  transfer?: readonly Transferable[];
}

/** Does one task. `ask` puts a question to the side that runs the task and waits for what it says. */
export type ThreadHandler = (task: unknown, ask: (question: unknown) => Promise<unknown>) => Promise<ThreadResult>;

/** The thread's side of a `ThreadPool`: does the tasks that come, one at a time. Call it once, in the thread's entry. */
export function serveThread(handler: ThreadHandler): void {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a thread of a pool');
  const post = (message: FromThread, transfer: readonly Transferable[] = []) => port.postMessage(message, transfer);
  let answered: (answer: unknown) => void = () => undefined;
  const ask = (question: unknown) =>
    new Promise<unknown>((resolve) => {
      answered = resolve;
      post({ kind: 'ask', question });
    });
  port.on('message', (message: ToThread) => {
    if (message.kind === 'answer') {
      answered(message.answer);
      return;
    }
    handler(message.task, ask).then(
      ({ result, transfer }) => post({ kind: 'done', result }, transfer),
      (error: unknown) => {
        const thrown = error instanceof Error ? error : new Error('something that is no error was thrown');
        // the message is left behind: it may quote what was read
        post({ kind: 'failed', name: thrown.name, stack: framesOf(thrown) });
      },
    );
  });
}

function framesOf(error: Error): string {
  const lines = error.stack?.split('\n') ?? [];
  return lines.filter((line) => line.trim().startsWith('at ')).join('\n');
}
