'use client';

import { useState } from 'react';
import { useChange } from '@/components/devices/use-change';
import { ApiError, getJson, putJson } from '@/lib/client/api';
import { mergePhrases, moveEntry, type PhraseFault, phraseFaults } from '@/lib/ecg/domain/reading/phrase-list';
import type { ReadingPhrases } from '@/lib/ecg/phrase-contracts';

const PATH = '/api/organization/reading-phrases';

/** A phrase while it is being written; the id stays while words and place change. */
export interface PhraseEntry {
  id: number;
  text: string;
}

interface Draft {
  entries: PhraseEntry[];
  nextId: number;
}

const draftOf = (phrases: readonly string[], firstId = 0): Draft => ({
  entries: phrases.map((text, at) => ({ id: firstId + at, text })),
  nextId: firstId + phrases.length,
});

const wordsOf = (entries: readonly PhraseEntry[]) => entries.map(({ text }) => text.trim());

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((phrase, at) => phrase === b[at]);

/** Sends the list; where somebody was faster, what there is now instead. */
async function sendPhrases(phrases: string[], revision: number): Promise<{ stale: boolean; after: ReadingPhrases }> {
  try {
    return { stale: false, after: await putJson<ReadingPhrases>(PATH, { phrases, revision }) };
  } catch (cause) {
    if (!(cause instanceof ApiError) || cause.code !== 'stale_revision') throw cause;
    return { stale: true, after: await getJson<ReadingPhrases>(PATH) };
  }
}

/** The department's phrases while they are being changed. */
export interface PhraseListState {
  entries: readonly PhraseEntry[];
  /** Of each entry, in their order. */
  faults: readonly (PhraseFault | null)[];
  /** As they stand for everybody, as far as this page knows. */
  saved: ReadingPhrases;
  dirty: boolean;
  busy: boolean;
  error: ApiError | null;
  /** What somebody else made of them meanwhile; null where nobody did. */
  theirs: ReadingPhrases | null;
  /** Puts a phrase first. */
  add: (text: string) => void;
  change: (id: number, text: string) => void;
  move: (id: number, to: number) => void;
  remove: (id: number) => void;
  /** Puts other phrases in the place of all; nothing is saved yet. */
  replace: (phrases: readonly string[]) => void;
  save: () => Promise<boolean>;
  /** Goes on with one's own list on theirs, or with theirs alone. */
  settle: (how: 'both' | 'theirs') => void;
}

/** See `PhraseListState`. */
export function usePhraseList(initial: ReadingPhrases): PhraseListState {
  const request = useChange();
  const [saved, setSaved] = useState(initial);
  const [theirs, setTheirs] = useState<ReadingPhrases | null>(null);
  const [draft, setDraft] = useState(() => draftOf(initial.phrases));
  const { entries } = draft;
  const faults = phraseFaults(entries.map(({ text }) => text));
  const words = wordsOf(entries);
  const edit = (change: (entries: PhraseEntry[]) => PhraseEntry[]) =>
    setDraft((now) => ({ ...now, entries: change(now.entries) }));
  const replace = (phrases: readonly string[]) => setDraft((now) => draftOf(phrases, now.nextId));
  const save = async () => {
    if (faults.some((fault) => fault !== null)) return false;
    const answer = await request.run(() => sendPhrases(words, saved.revision));
    if (!answer) return false;
    if (answer.stale) setTheirs(answer.after);
    else {
      setSaved(answer.after);
      if (!same(answer.after.phrases, words)) replace(answer.after.phrases);
    }
    return !answer.stale;
  };
  const settle = (how: 'both' | 'theirs') => {
    if (!theirs) return;
    replace(how === 'both' ? mergePhrases(saved.phrases, words, theirs.phrases) : theirs.phrases);
    setSaved(theirs);
    setTheirs(null);
  };
  return {
    ...{ entries, faults, saved, theirs, replace, save, settle },
    dirty: !same(words, saved.phrases),
    ...{ busy: request.busy, error: request.error },
    add: (text) => setDraft((now) => ({ entries: [{ id: now.nextId, text }, ...now.entries], nextId: now.nextId + 1 })),
    change: (id, text) => edit((all) => all.map((entry) => (entry.id === id ? { ...entry, text } : entry))),
    move: (id, to) =>
      edit((all) =>
        moveEntry(
          all,
          all.findIndex((entry) => entry.id === id),
          to,
        ),
      ),
    remove: (id) => edit((all) => all.filter((entry) => entry.id !== id)),
  };
}
