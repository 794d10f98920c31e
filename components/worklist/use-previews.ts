'use client';

import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { getJson } from '@/lib/client/api';
import type { EcgPreview, UnreadEcg } from '@/lib/worklist/contracts';

/** Previews by record and version; null where there is nothing to draw. */
export type Previews = ReadonlyMap<string, EcgPreview | null>;

/** Names a preview: a version never changes, so it is fetched once. */
export function previewKey({ id, version }: { id: string; version: number }): string {
  return `${id}.${version}`;
}

/** Narrower screens show no traces in the list, so they fetch none. */
const WIDE = '(min-width: 641px)';

/** Small traces of the rows on screen: one request for those that are new, none for the rest. */
export function usePreviews(rows: readonly UnreadEcg[]): Previews {
  const [previews, setPreviews] = useState<Previews>(new Map());
  const wide = useMediaQuery(WIDE, false);
  const missing = rows.filter((row) => !previews.has(previewKey(row)));
  const wanted = missing.map(previewKey).join(' ');
  useEffect(() => {
    if (!wide || wanted === '') return;
    const keys = wanted.split(' ');
    const ids = keys.map((key) => key.split('.')[0]).join(',');
    const controller = new AbortController();
    getJson<{ data: EcgPreview[] }>(`/api/worklist/previews?ids=${ids}`, controller.signal, { by_itself: true }).then(
      ({ data }) => {
        const found = new Map(data.map((preview) => [previewKey(preview), preview]));
        setPreviews((known) => new Map([...known, ...keys.map((key) => [key, found.get(key) ?? null] as const)]));
      },
      // the list says all that matters without its traces; rows that come later ask for these as well
      () => undefined,
    );
    return () => controller.abort();
  }, [wide, wanted]);
  return previews;
}
