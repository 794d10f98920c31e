'use client';

import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useReadAt } from '@/components/shell/data-age';
import { type ApiError, asApiError, postJson } from '@/lib/client/api';
import type { FacetCounts, PatientPage, PatientSort, PatientSummary } from '@/lib/patients/contracts';
import { type FacetSelection, selectionToQuery } from '@/lib/patients/domain/facets';

/** Typing pauses shorter than this send no request. */
const DEBOUNCE_MS = 80;
/** Counts follow the rows; they are asked for once the typing rests. */
const COUNTS_MS = 300;
/** After this pause the search counts as meant, and is audited. */
const SETTLED_MS = 900;
const PAGE = 50;
const MOST_ROWS = 500;

/** The order of the list: a column and its direction. */
export interface SortChoice {
  sort: PatientSort;
  descending: boolean;
}

interface Question extends SortChoice {
  text: string;
  facets: FacetSelection;
  limit: number;
}

interface Found {
  text: string;
  rows: PatientSummary[];
  more: boolean;
  /** The order the rows stand in. */
  sort: PatientSort;
}

/** What a search shows: the last rows that came, which text they answer, and how the newest request stands. */
export interface PatientSearch {
  text: string;
  setText: (text: string) => void;
  facets: FacetSelection;
  setFacets: (facets: FacetSelection) => void;
  order: SortChoice;
  setOrder: (order: SortChoice) => void;
  found: Found;
  counts: FacetCounts | null;
  loading: boolean;
  error: ApiError | null;
  retry: () => void;
  /** Asks for more rows; null where all that fit are shown, or no more are given. */
  showMore: (() => void) | null;
}

const NEWEST: SortChoice = { sort: 'newest', descending: false };

async function ask(question: Question, settled: boolean, signal?: AbortSignal): Promise<Found> {
  const answer = await postJson<PatientPage>('/api/patients/search', { ...question, settled }, signal);
  return { text: question.text, rows: answer.data, more: answer.more, sort: answer.sort };
}

/** Tells the server once that a search was meant, after the typing has stopped: that is what the trail records. */
function useSettledNotice(wanted: string, facets: FacetSelection): void {
  const [settled] = useDebouncedValue(wanted, SETTLED_MS);
  useEffect(() => {
    if (settled === '') return;
    const controller = new AbortController();
    // the rows come from the search itself; a notice that fails costs the trail one entry about nothing opened
    ask({ ...NEWEST, text: settled, facets, limit: 1 }, true, controller.signal).catch(() => undefined);
    return () => controller.abort();
  }, [settled, facets]);
}

/** Facets stand in the address, so that a view can be shared; the search text never does. */
function useFacetsInAddress(initial: FacetSelection): [FacetSelection, (facets: FacetSelection) => void] {
  const [facets, setFacets] = useState(initial);
  const change = (next: FacetSelection) => {
    setFacets(next);
    const query = selectionToQuery(next);
    window.history.replaceState(null, '', query === '' ? window.location.pathname : `?${query}`);
  };
  return [facets, change];
}

// What one person searched for must not be found in the memory of the page of the next.
const FORGETFUL = { placeholderData: keepPreviousData, gcTime: 0, staleTime: 0, retry: false } as const;

function useFacetCounts(text: string, facets: FacetSelection): FacetCounts | null {
  const [asked] = useDebouncedValue(text, COUNTS_MS);
  const { data } = useQuery({
    queryKey: ['patient-facets', asked, facets],
    queryFn: ({ signal }) => postJson<FacetCounts>('/api/patients/facets', { text: asked, facets }, signal),
    ...FORGETFUL,
  });
  return data ?? null;
}

/** What the rows are asked by, besides the text: changing it starts again with the first rows. */
function useChoices(initialFacets: FacetSelection) {
  const [facets, setFacets] = useFacetsInAddress(initialFacets);
  const [order, setOrder] = useState(NEWEST);
  const [limit, setLimit] = useState(PAGE);
  const fromTheTop =
    <Value>(set: (value: Value) => void) =>
    (value: Value) => {
      setLimit(PAGE);
      set(value);
    };
  return {
    facets,
    setFacets: fromTheTop(setFacets),
    order,
    setOrder: fromTheTop(setOrder),
    limit,
    setLimit,
    untouched:
      selectionToQuery(facets) === selectionToQuery(initialFacets) && order.sort === 'newest' && limit === PAGE,
  };
}

/**
 * Searches as the text is typed. A newer text cancels the request on its way and a late answer is ignored, so that the
 * rows always belong to `found.text`. The text travels in request bodies only.
 * @param initial the rows of the empty text with `initialFacets`
 */
export function usePatientSearch(initial: PatientPage, initialFacets: FacetSelection): PatientSearch {
  const [text, setText] = useState('');
  const { limit, setLimit, untouched, ...choices } = useChoices(initialFacets);
  const wanted = text.trim();
  const [asked] = useDebouncedValue(wanted, DEBOUNCE_MS);
  useSettledNotice(wanted, choices.facets);
  const { facets, order } = choices;
  const query = useQuery({
    queryKey: ['patient-search', asked, facets, order, limit],
    queryFn: ({ signal }) => ask({ ...order, text: asked, facets, limit }, false, signal),
    enabled: asked !== '' || !untouched,
    ...FORGETFUL,
  });
  useReadAt(query);

  const first: Found = { text: '', rows: initial.data, more: initial.more, sort: initial.sort };
  const atRest = wanted === '' && untouched;
  const found = atRest ? first : (query.data ?? first);
  const error = !atRest && query.error ? asApiError(query.error) : null;
  return {
    text,
    setText,
    ...choices,
    found,
    counts: useFacetCounts(wanted, facets),
    loading: !atRest && error === null && (found.text !== wanted || query.isPlaceholderData || query.isPending),
    error,
    retry: () => void query.refetch(),
    showMore: found.more && limit < MOST_ROWS ? () => setLimit(Math.min(MOST_ROWS, limit * 2)) : null,
  };
}
