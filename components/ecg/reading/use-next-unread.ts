'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { asApiError, getJson } from '@/lib/client/api';
import type { NextUnread } from '@/lib/worklist/contracts';

/** Opens the ECG to read next; says why it does not. */
export interface NextUnreadState {
  text: string | null;
  go: () => void;
  /** As `go`, for who has just saved all words there are. */
  goOn: () => void;
}

/**
 * @param recordId the ECG one comes from
 * @param dirty whether words would be lost; then the first call only says so
 */
export function useNextUnread(recordId: string, dirty: boolean): NextUnreadState {
  const router = useRouter();
  const [text, setText] = useState<string | null>(null);
  const [warned, setWarned] = useState(false);
  const open = async () => {
    try {
      const { id } = await getJson<NextUnread>(`/api/worklist/next?after=${recordId}`);
      if (id === null) setText('Nothing else is unread.');
      else router.push(`/ecg/${id}`);
    } catch (cause) {
      setText(`The next one could not be found. ${asApiError(cause).message}`);
    }
  };
  const go = () => {
    if (dirty && !warned) {
      setWarned(true);
      setText('Your words are not saved. Once more leaves without them.');
      return;
    }
    void open();
  };
  return { text, go, goOn: () => void open() };
}
