'use client';

import { useCallback, useState } from 'react';
import { useWindow } from '@/components/charts/use-window';
import { changeErrorText, useChange } from '@/components/devices/use-change';
import { type ApiError, deleteJson, getJson, postJson } from '@/lib/client/api';
import type { Annotation, NewAnnotation } from '@/lib/ecg/annotation-contracts';
import type { Recording } from '@/lib/recordings/contracts';

/** What people set on the trace, and ways to add to it. */
export interface Annotations {
  /** Empty until they are there. */
  all: readonly Annotation[];
  /** They could not load. */
  error: ApiError | null;
  retry: () => void;
  /** Null where this person may not, or where an older version or a held ECG is shown. */
  keep: ((annotation: NewAnnotation) => Promise<boolean>) | null;
  remove: (id: string) => Promise<void>;
  busy: boolean;
  /** Why the last change was refused. */
  refused: string | null;
}

/** The annotations of the shown version of an ECG. */
export function useAnnotations(recording: Recording, mayAnnotate: boolean): Annotations {
  const { id, version, latest_version, status } = recording;
  const at = `/api/ecg/data/${encodeURIComponent(id)}/annotations`;
  const address = `${at}?version=${version}`;
  const [changed, setChanged] = useState(0);
  const fetchAll = useCallback((signal: AbortSignal) => getJson<{ data: Annotation[] }>(address, signal), [address]);
  const { data, error, retry } = useWindow(`${address} ${changed}`, fetchAll);
  const { busy, error: refused, run } = useChange();
  const open = mayAnnotate && status === 'stored' && version === latest_version;
  const after = <Answer>(answer: Answer | null) => {
    if (answer) setChanged((count) => count + 1);
    return answer !== null;
  };
  return {
    all: data?.data ?? [],
    error,
    retry,
    keep: open ? async (annotation) => after(await run(() => postJson<Annotation>(at, annotation))) : null,
    remove: async (annotationId) => {
      after(await run(() => deleteJson<Annotation>(`${at}/${encodeURIComponent(annotationId)}`)));
    },
    busy,
    refused: refused && changeErrorText(refused),
  };
}
