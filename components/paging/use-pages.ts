'use client';

import { type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { useReadAt } from '@/components/shell/data-age';
import { type ApiError, asApiError, getJson } from '@/lib/client/api';

/** One page of a list as the API answers it; `next_cursor` is null where nothing follows. */
export interface Page<Row> {
  data: Row[];
  next_cursor: string | null;
}

interface PagesOptions<Row> {
  queryKey: readonly string[];
  /** The list on our own API, without query. */
  path: string;
  /** Rows a page. */
  limit: number;
  /** The first page, as the server read it for this page of the portal. */
  initial: Page<Row>;
  /** When `initial` was read, ISO instant of the server's clock. */
  readAt: string;
  /** How often what is shown is read again; never where it is not given. */
  pollMs?: number;
}

/** What is shown of a list that comes in pages. */
export interface Pages<Row> {
  rows: Row[];
  /** Whether others follow that are not shown. */
  more: boolean;
  showMore: () => void;
  loadingMore: boolean;
  /** Why the newest question failed; what is shown is then what was read before. */
  error: ApiError | null;
  /** Reads all that is shown anew, from the first page on. */
  reload: () => void;
  readAtMs: number;
}

const noPage = <Row>(): Page<Row> => ({ data: [], next_cursor: null });

function pagesOf<Row>(query: UseInfiniteQueryResult<{ pages: Page<Row>[] }>): Pages<Row> {
  const pages = query.data?.pages ?? [noPage<Row>()];
  return {
    rows: pages.flatMap(({ data }) => data),
    more: query.hasNextPage,
    showMore: () => void query.fetchNextPage(),
    loadingMore: query.isFetchingNextPage,
    error: query.error ? asApiError(query.error) : null,
    reload: () => void query.refetch(),
    readAtMs: query.dataUpdatedAt,
  };
}

/**
 * A list of our own API, page by page. Whatever is read again is read from the first page on, each page after the one
 * before as it is then: what came in or went meanwhile makes no row stand twice and none fall between two pages.
 */
export function usePages<Row>(options: PagesOptions<Row>): Pages<Row> {
  const { queryKey, path, limit, initial, readAt, pollMs } = options;
  const query = useInfiniteQuery({
    queryKey: [...queryKey],
    queryFn: ({ signal, pageParam }) => {
      const after = pageParam === null ? '' : `&cursor=${encodeURIComponent(pageParam)}`;
      return getJson<Page<Row>>(`${path}?limit=${limit}${after}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    initialData: { pages: [initial], pageParams: [null] },
    // the server's clock, so that what it drew and what the browser draws first are the same
    initialDataUpdatedAt: Date.parse(readAt),
    refetchInterval: pollMs ?? false,
    refetchOnMount: false,
    // what one person saw must not be found in the memory of the page of the next
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
  useReadAt(query);
  return pagesOf(query);
}
