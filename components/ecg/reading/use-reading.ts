'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useChange } from '@/components/devices/use-change';
import { ApiError, getJson, patchJson } from '@/lib/client/api';
import { isFinal } from '@/lib/ecg/domain/reading/reading';
import type { ReadingEdit } from '@/lib/ecg/reading-contracts';
import type { Recording } from '@/lib/recordings/contracts';

/** What the viewer may do about a reading. */
export interface ReadingRights {
  write: boolean;
  confirm: boolean;
}

type Step =
  | { action: 'save' | 'confirm'; statement: string }
  | { action: 'amend'; statement: string; reason: string }
  | { action: 'undo' };

/** The reading of the ECG on the page: as it stands, the words being written, and the steps. */
export interface ReadingState {
  /** The newest that is known of the record: as the page was made, or as a step answered it. */
  record: Recording;
  draft: string;
  setDraft: (text: string) => void;
  /** Whether there are words that are saved nowhere. */
  dirty: boolean;
  /** Why an amendment is made; null while nobody amends. */
  amending: string | null;
  setAmending: (reason: string | null) => void;
  busy: boolean;
  error: ApiError | null;
  /** The record somebody else changed meanwhile, as it is now; null where nobody did. */
  theirs: Recording | null;
  /** Goes on with the record as it is now; the words stay. */
  goOn: () => void;
  /** The step that was just done here and can still be taken back. */
  undoable: boolean;
  /** Ends the offer to take back, once its time is over. */
  endUndo: () => void;
  send: (step: Step) => Promise<boolean>;
  /** Takes over a change that was made of the record in another way. */
  adopt: (record: Recording) => void;
}

/** Only a reader's words are a beginning: what the device says is never put into somebody's mouth. */
const beginning = ({ reading }: Recording) => (reading.state === 'preliminary' ? (reading.statement ?? '') : '');

const newer = (a: Recording, b: Recording | null) => (b !== null && b.id === a.id && b.revision > a.revision ? b : a);

function useDraft(record: Recording) {
  const [draft, setDraft] = useState(() => beginning(record));
  const [amending, setAmending] = useState<string | null>(null);
  const { state, statement } = record.reading;
  const saved = isFinal(state) && amending === null ? '' : (statement ?? '');
  return {
    ...{ draft, setDraft, amending },
    dirty: draft.trim() !== '' && draft.trim() !== saved,
    setAmending: (reason: string | null) => {
      // an amendment starts from the words that stand, unless others are being written
      if (reason !== null && amending === null && draft.trim() === '') setDraft(statement ?? '');
      if (reason === null) setDraft('');
      setAmending(reason);
    },
    settle: (after: Recording) => {
      setAmending(null);
      setDraft(beginning(after));
    },
  };
}

/** Sends a step; where somebody was faster, what there is now instead. */
async function sendStep(id: string, body: ReadingEdit): Promise<{ stale: boolean; after: Recording }> {
  try {
    return { stale: false, after: await patchJson<Recording>(`/api/ecg/data/${id}/reading`, body) };
  } catch (cause) {
    if (!(cause instanceof ApiError) || cause.code !== 'stale_revision') throw cause;
    return { stale: true, after: await getJson<Recording>(`/api/ecg/data/${id}`) };
  }
}

/** See `ReadingState`. Belongs to one record: whoever uses it is made anew for another. */
export function useReading(shown: Recording): ReadingState {
  const router = useRouter();
  const change = useChange();
  const [answered, setAnswered] = useState<Recording | null>(null);
  const [theirs, setTheirs] = useState<Recording | null>(null);
  const [undoable, setUndoable] = useState(false);
  const sending = useRef(false);
  const record = newer(shown, answered);
  const { settle, ...draft } = useDraft(record);

  const adopt = (next: Recording) => {
    setAnswered(next);
    router.refresh();
  };
  const send = async (step: Step): Promise<boolean> => {
    const { id, version, revision } = record;
    const body: ReadingEdit = { ...step, version, revision };
    // a key that is held down must not meet its own change
    if (sending.current) return false;
    sending.current = true;
    const answer = await change.run(() => sendStep(id, body));
    sending.current = false;
    if (!answer) return false;
    const { after } = answer;
    if (answer.stale) {
      setTheirs(after);
      return false;
    }
    const takenBack = step.action === 'undo' ? record.reading.statement : null;
    settle(after);
    // what is taken back is not lost: it stands in the field again
    if (takenBack !== null && !isFinal(after.reading.state)) draft.setDraft(takenBack);
    setUndoable(after.reading.undo_until !== null && step.action !== 'undo');
    adopt(after);
    return true;
  };
  const goOn = () => {
    if (!theirs) return;
    adopt(theirs);
    setTheirs(null);
    if (isFinal(theirs.reading.state) && draft.amending === null) draft.setAmending('');
    change.clear();
  };
  return {
    ...{ record, ...draft, theirs, goOn, undoable, send, adopt },
    endUndo: () => setUndoable(false),
    ...{ busy: change.busy, error: change.error },
  };
}
