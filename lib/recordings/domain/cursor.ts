/** Where a page of records ended: the last one's time and id. Stable under inserts, as it names a place, not a count. */
export interface PagePosition {
  recording_date: Date;
  id: string;
}

/** Where a page of the queue of held recordings ended, by the queue's order. */
export interface QueuePosition {
  urgency: number;
  received_at: Date;
  id: string;
}

const write = (parts: readonly (number | string)[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** The parts of a cursor; none where it is no cursor of ours. */
function read(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

const instantOf = (time: unknown) =>
  typeof time === 'number' && !Number.isNaN(new Date(time).getTime()) ? new Date(time) : null;

/** The position as an opaque text for the caller. */
export function encodeCursor({ recording_date, id }: PagePosition): string {
  return write([recording_date.getTime(), id]);
}

/** The position a caller sent back, or null when it is none of ours. */
export function decodeCursor(cursor: string): PagePosition | null {
  const [time, id, ...rest] = read(cursor);
  const recording_date = instantOf(time);
  return recording_date && typeof id === 'string' && rest.length === 0 ? { recording_date, id } : null;
}

/** The position in the queue as an opaque text for the caller. */
export function encodeQueueCursor({ urgency, received_at, id }: QueuePosition): string {
  return write([urgency, received_at.getTime(), id]);
}

/** The position in the queue a caller sent back, or null when it is none of ours. */
export function decodeQueueCursor(cursor: string): QueuePosition | null {
  const [urgency, time, id, ...rest] = read(cursor);
  const received_at = instantOf(time);
  if (!received_at || typeof urgency !== 'number' || typeof id !== 'string' || rest.length > 0) return null;
  return { urgency, received_at, id };
}
