import { AppError, type InputFault } from '@/lib/errors/app-error';
import { parseJson } from '@/lib/http/read-body';
import type { ThreadResult } from '@/lib/platform/threads/serve-thread';
import type { BatchResult, BatchTask } from './reader-task';

/** Most uploads of one batch. */
export const MOST_BATCH_ITEMS = 100;

function refused(fault: InputFault): BatchResult {
  return { ok: false, code: 'invalid_upload', faults: [fault] };
}

function itemsOf(body: unknown): BatchResult {
  const fields = typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.keys(body) : [];
  const unknown = fields.find((name) => name !== 'items');
  // a name that is no field is part of the sender's own text; it is told as every unknown field is
  if (unknown !== undefined)
    return refused({ pointer: `/${unknown}`, code: 'unknown_field', detail: 'There is no such field.' });
  const items: unknown = Object(body).items;
  if (!Array.isArray(items) || items.length === 0)
    return refused({
      pointer: '/items',
      code: 'required',
      detail: 'A batch is {"items": […]} with at least one upload.',
    });
  if (items.length > MOST_BATCH_ITEMS)
    return refused({ pointer: '/items', code: 'too_many', detail: `A batch has ${MOST_BATCH_ITEMS} uploads at most.` });
  const encoder = new TextEncoder();
  return { ok: true, items: items.map((item) => encoder.encode(JSON.stringify(item))) };
}

/** The thread's side of a batch: its items as the bodies they would have been alone. */
export function splitBatch({ source }: BatchTask): ThreadResult & { result: BatchResult } {
  try {
    const result = itemsOf(parseJson(source));
    return { result, transfer: result.ok ? result.items.map(({ buffer }) => buffer as ArrayBuffer) : [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { result: { ok: false, code: error.code, faults: error.faults } };
  }
}
