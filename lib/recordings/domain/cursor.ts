/** Where a page ended: the last record's time and id. Stable under inserts, as it names a place, not a count. */
export interface PagePosition {
  recording_date: Date;
  id: string;
}

/** The position as an opaque text for the caller. */
export function encodeCursor(position: PagePosition): string {
  return Buffer.from(JSON.stringify([position.recording_date.getTime(), position.id])).toString('base64url');
}

/** The position a caller sent back, or null when it is none of ours. */
export function decodeCursor(cursor: string): PagePosition | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed) || parsed.length !== 2) return null;
    const [time, id]: unknown[] = parsed;
    if (typeof time !== 'number' || typeof id !== 'string' || Number.isNaN(new Date(time).getTime())) return null;
    return { recording_date: new Date(time), id };
  } catch {
    return null;
  }
}
