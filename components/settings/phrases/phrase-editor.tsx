'use client';

import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { type FormEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { FormError } from '@/components/account/form-error';
import { changeErrorText } from '@/components/devices/use-change';
import card from '@/components/ui/card.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import { useHydrated } from '@/components/ui/use-hydrated';
import { formatCount } from '@/lib/client/format-value';
import { LONGEST_PHRASE, MOST_PHRASES } from '@/lib/ecg/domain/reading/phrase-list';
import { DEFAULT_PHRASES } from '@/lib/ecg/domain/reading/phrases';
import type { ReadingPhrases } from '@/lib/ecg/phrase-contracts';
import settings from '../settings.module.css';
import { PhraseRow, type RowPart, rowPartId } from './phrase-row';
import classes from './phrases.module.css';
import { PhrasesChanged } from './phrases-changed';
import { type PhraseListState, usePhraseList } from './use-phrase-list';

const ADD_FIELD_ID = 'new-phrase';

/** Asks before the browser leaves a page with words that are saved nowhere. */
function useLeaveQuestion(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
}

/** Puts the focus on an element once the page shows what has just been changed. */
function useFocusAfterChange(): (id: string) => void {
  const wanted = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    document.getElementById(wanted.current)?.focus();
    wanted.current = null;
  });
  return (id) => {
    wanted.current = id;
  };
}

interface SaveBarProps {
  list: PhraseListState;
  hydrated: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

function SaveBar({ list, hydrated, onSave, onDiscard }: SaveBarProps) {
  const { entries, dirty, busy, theirs, faults } = list;
  const faulty = faults.filter((fault) => fault !== null).length;
  const held = !hydrated || !dirty || theirs !== null;
  return (
    <header className={`${card.header} ${classes.bar}`}>
      <h2 className={card.title}>Phrases of readings</h2>
      <span className={classes.count}>
        {formatCount(entries.length)} of {formatCount(MOST_PHRASES)} at most
        {faulty > 0 ? ` · ${faulty} to mend` : dirty ? ' · not saved yet' : ''}
      </span>
      <div className={classes.actions}>
        <Button disabled={held || busy} onClick={onDiscard}>
          Discard changes
        </Button>
        <Button variant="filled" loading={busy} disabled={held || faulty > 0} onClick={onSave}>
          Save
        </Button>
      </div>
    </header>
  );
}

function AddForm({ full, onAdd }: { full: boolean; onAdd: (text: string) => void }) {
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '' || full) return;
    onAdd(text.trim());
    setText('');
  };
  return (
    <form className={classes.add} method="post" onSubmit={submit}>
      <TextInput
        id={ADD_FIELD_ID}
        size="xs"
        label="New phrase"
        description={full ? 'The list is full.' : 'Enter puts it first; move it from there.'}
        maxLength={LONGEST_PHRASE}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        type="submit"
        leftSection={<IconPlus size={14} stroke={1.5} aria-hidden="true" />}
        disabled={full || text.trim() === ''}
      >
        Add
      </Button>
    </form>
  );
}

interface RowsProps {
  list: PhraseListState;
  narrowed: string;
  onSaid: (text: string) => void;
}

function Rows({ list, narrowed, onSaid }: RowsProps) {
  const { entries, faults } = list;
  const focusOn = useFocusAfterChange();
  const wanted = narrowed.trim().toLowerCase();
  const shown = entries
    .map((entry, at) => ({ entry, at }))
    .filter(({ entry }) => entry.text.toLowerCase().includes(wanted));
  if (shown.length === 0)
    return (
      <StatePanel kind={wanted === '' ? 'first' : 'filter'} title={wanted === '' ? 'No phrases' : 'No phrase fits'}>
        {wanted === '' ? 'Readers then write every statement in full.' : 'Checked the words of every phrase.'}
      </StatePanel>
    );
  const move = (id: number, text: string) => (to: number, part: RowPart) => {
    list.move(id, to);
    focusOn(rowPartId(id, part));
    onSaid(`${text}: now ${to + 1} of ${entries.length}.`);
  };
  const remove = (place: number, id: number, text: string) => () => {
    const next = shown[place + 1] ?? shown[place - 1];
    list.remove(id);
    focusOn(next ? rowPartId(next.entry.id, 'text') : ADD_FIELD_ID);
    onSaid(`${text || 'The empty phrase'} is out of the list.`);
  };
  return (
    <ol className={classes.list} aria-label="Phrases">
      {shown.map(({ entry, at }, place) => (
        <PhraseRow
          key={entry.id}
          entry={entry}
          at={at}
          of={entries.length}
          fault={faults[at] ?? null}
          movable={wanted === ''}
          onChange={(text) => list.change(entry.id, text)}
          onMove={move(entry.id, entry.text)}
          onRemove={remove(place, entry.id, entry.text)}
        />
      ))}
    </ol>
  );
}

function Explanation() {
  return (
    <p>
      Readers pick these by # and the beginnings of their words, in this order. Statements that were written with a
      phrase stay as they are. <kbd>Alt</kbd> <kbd>↑</kbd> <kbd>↓</kbd> moves the phrase in the field, with{' '}
      <kbd>Shift</kbd> to the beginning or the end.
    </p>
  );
}

interface ToolsProps {
  list: PhraseListState;
  narrowed: string;
  onNarrow: (text: string) => void;
  onSaid: (text: string) => void;
}

function Tools({ list, narrowed, onNarrow, onSaid }: ToolsProps) {
  const add = (text: string) => {
    list.add(text);
    onNarrow('');
    onSaid(`${text}: first of ${list.entries.length + 1}.`);
  };
  return (
    <div className={classes.tools}>
      <AddForm full={list.entries.length >= MOST_PHRASES} onAdd={add} />
      <TextInput
        type="search"
        size="xs"
        label="Narrow the list"
        leftSection={<IconSearch size={14} stroke={1.5} aria-hidden="true" />}
        autoComplete="off"
        value={narrowed}
        onChange={(event) => onNarrow(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onNarrow('')}
      />
    </div>
  );
}

/** The department's phrases: add, change, remove, order; nothing holds for anybody before it is saved. */
export function PhraseEditor({ initial }: { initial: ReadingPhrases }) {
  const list = usePhraseList(initial);
  const hydrated = useHydrated();
  const [narrowed, setNarrowed] = useState('');
  const [said, setSaid] = useState('');
  useLeaveQuestion(list.dirty);
  const save = async () => {
    if (await list.save()) setSaid('Saved. Readers pick from these from now on.');
  };
  const replace = (phrases: readonly string[], text: string) => () => {
    list.replace(phrases);
    setSaid(text);
  };
  return (
    <section className={`${card.card} ${settings.card}`} aria-label="Phrases of readings">
      <SaveBar
        list={list}
        hydrated={hydrated}
        onSave={() => void save()}
        onDiscard={replace(list.saved.phrases, 'As they were saved.')}
      />
      <div className={settings.body}>
        <Explanation />
        {list.theirs && (
          <PhrasesChanged began={list.saved.phrases} theirs={list.theirs.phrases} onSettle={list.settle} />
        )}
        <FormError text={list.error && changeErrorText(list.error)} />
        <div role="status" className={settings.sub}>
          {said}
        </div>
        <Tools list={list} narrowed={narrowed} onNarrow={setNarrowed} onSaid={setSaid} />
        <Rows list={list} narrowed={narrowed} onSaid={setSaid} />
      </div>
      <div className={card.foot}>
        <Button disabled={!hydrated} onClick={replace(DEFAULT_PHRASES, 'The usual phrases; not saved yet.')}>
          Use the usual phrases
        </Button>
        <span>Findings of daily reports in the words of the AHA/ACCF/HRS statement list.</span>
      </div>
    </section>
  );
}
