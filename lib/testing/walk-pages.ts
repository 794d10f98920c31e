/** A list of ours, asked for page by page. */
type AskForPage<Row> = (cursor: string | undefined) => Promise<{ data: Row[]; next_cursor: string | null }>;

/**
 * Follows a list to its end.
 * @param afterFirst what happens once the first page has been read
 */
export async function walkPages<Row>(ask: AskForPage<Row>, afterFirst?: () => Promise<unknown>): Promise<Row[][]> {
  const pages: Row[][] = [];
  let cursor: string | undefined;
  do {
    const { data, next_cursor } = await ask(cursor);
    if (pages.length === 0) await afterFirst?.();
    pages.push(data);
    cursor = next_cursor ?? undefined;
  } while (cursor !== undefined);
  return pages;
}
