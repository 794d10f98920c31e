'use client';

import { Textarea } from '@mantine/core';
import { type KeyboardEvent, type Ref, useId, useState } from 'react';
import { flushSync } from 'react-dom';
import { insertPhrase, matchPhrases, type PhraseQuery, phraseQuery } from '@/lib/ecg/domain/reading/phrases';
import { STATEMENT_LENGTH } from '@/lib/ecg/domain/reading/reading';
import classes from './reading.module.css';

interface StatementFieldProps {
  ref: Ref<HTMLTextAreaElement>;
  label: string;
  value: string;
  phrases: readonly string[];
  error: string | null;
  onChange: (text: string) => void;
}

function usePhrases({ phrases, value, onChange }: Pick<StatementFieldProps, 'phrases' | 'value' | 'onChange'>) {
  const [query, setQuery] = useState<PhraseQuery | null>(null);
  const [active, setActive] = useState(0);
  const found = query ? matchPhrases(phrases, query.typed) : [];
  const look = (field: HTMLTextAreaElement) => {
    setQuery(phraseQuery(field.value, field.selectionStart));
    setActive(0);
  };
  const pick = (field: HTMLTextAreaElement, phrase: string | undefined) => {
    if (!query || phrase === undefined) return;
    const next = insertPhrase(value, field.selectionStart, query, phrase);
    // the caret goes behind the phrase before the next key: set any later, it would scatter what is typed meanwhile
    flushSync(() => {
      onChange(next.text);
      setQuery(null);
    });
    field.setSelectionRange(next.caret, next.caret);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (found.length === 0 || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown') setActive((active + 1) % found.length);
    else if (event.key === 'ArrowUp') setActive((active + found.length - 1) % found.length);
    else if (event.key === 'Enter' || event.key === 'Tab') pick(event.currentTarget, found[active]);
    else if (event.key === 'Escape') setQuery(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { found, active, look, pick, close: () => setQuery(null), onKeyDown };
}

const optionId = (list: string, index: number) => `${list}-${index}`;

interface PhraseListProps {
  id: string;
  found: readonly string[];
  active: number;
  onPick: (phrase: string) => void;
}

/** The phrases that fit; the field keeps the focus, keys reach them through it. */
function PhraseList({ id, found, active, onPick }: PhraseListProps) {
  return (
    <div id={id} role="listbox" aria-label="Phrases" className={classes.phrases}>
      {found.map((phrase, index) => (
        <div
          key={phrase}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={classes.phrase}
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(phrase);
          }}
        >
          {phrase}
        </div>
      ))}
    </div>
  );
}

/** The reader's words: free text, and the department's phrases by `#` and the beginnings of their words. */
export function StatementField({ ref, label, value, phrases, error, onChange }: StatementFieldProps) {
  const list = useId();
  const menu = usePhrases({ phrases, value, onChange });
  const open = menu.found.length > 0;
  const [field, setField] = useState<HTMLTextAreaElement | null>(null);
  return (
    <div className={classes.field}>
      <Textarea
        ref={ref}
        label={label}
        description="# and the beginning of a word picks a phrase."
        rows={4}
        resize="vertical"
        maxLength={STATEMENT_LENGTH}
        value={value}
        error={error}
        aria-autocomplete="list"
        aria-controls={open ? list : undefined}
        aria-activedescendant={open ? optionId(list, menu.active) : undefined}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          setField(event.currentTarget);
          menu.look(event.currentTarget);
        }}
        onKeyDown={(event) => {
          menu.onKeyDown(event);
          if (event.key === 'Escape' && !event.defaultPrevented) event.currentTarget.blur();
        }}
        onBlur={menu.close}
      />
      {open && (
        <PhraseList
          id={list}
          found={menu.found}
          active={menu.active}
          onPick={(phrase) => field && menu.pick(field, phrase)}
        />
      )}
    </div>
  );
}
