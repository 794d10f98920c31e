'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useChange } from '@/components/devices/use-change';
import { ApiError, getJson, patchJson } from '@/lib/client/api';
import { isFinal, UNDO_MS } from '@/lib/ecg/domain/reading/reading';
import type { ReadingEdit } from '@/lib/ecg/reading-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import { endLastStep, forgetWords, noteLastStep, useLastStep, wordsTakenBack } from './last-step';

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
  /** Until when the step that was just done here can be taken back, by this browser's clock; null where none can. */
  undoableUntil: number | null;
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
  const { id } = record;
  // what was taken back on another page is not lost: it stands in the field again
  const [draft, setDraft] = useState(
    () => (isFinal(record.reading.state) ? null : wordsTakenBack(id)) ?? beginning(record),
  );
  useEffect(() => forgetWords(id), [id]);
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

/** What the next pages of this tab may take back: a confirmation or amendment for its minute, nothing after an undo. */
function noteStep({ id, version, revision, reading }: Recording, action: Step['action']): void {
  const { state, statement, undo_until } = reading;
  if (action === 'undo' || undo_until === null || statement === null) endLastStep('over');
  else noteLastStep({ id, version, revision, state, until: Date.now() + UNDO_MS }, statement);
}

/** See `ReadingState`. Belongs to one record: whoever uses it is made anew for another. */
export function useReading(shown: Recording): ReadingState {
  const router = useRouter();
  const change = useChange();
  const [answered, setAnswered] = useState<Recording | null>(null);
  const [theirs, setTheirs] = useState<Recording | null>(null);
  const last = useLastStep();
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
    const { after, stale } = answer;
    if (stale) setTheirs(after);
    if (stale) return false;
    const takenBack = step.action === 'undo' ? record.reading.statement : null;
    settle(after);
    // what is taken back is not lost: it stands in the field again
    if (takenBack !== null && !isFinal(after.reading.state)) draft.setDraft(takenBack);
    noteStep(after, step.action);
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
  const mine = last?.id === record.id && last.version === record.version && record.reading.undo_until !== null;
  return {
    ...{ record, ...draft, theirs, goOn, send, adopt },
    undoableUntil: mine ? last.until : null,
    endUndo: () => endLastStep('over'),
    ...{ busy: change.busy, error: change.error },
  };
}
