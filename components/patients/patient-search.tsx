'use client';

import { Box, Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { SEARCH_FIELD_ID } from '@/components/shell/app-top-bar';
import { useDataRead } from '@/components/shell/data-age';
import card from '@/components/ui/card.module.css';
import { ApiErrorPanel, StatePanel } from '@/components/ui/state-panel';
import { useRowKeys } from '@/components/ui/use-row-keys';
import type { PatientSummary } from '@/lib/patients/contracts';
import classes from './patient-search.module.css';
import { PatientTable } from './patient-table';
import { type PatientSearch as Search, usePatientSearch } from './use-patient-search';

interface PatientSearchProps {
  /** The patients with the newest records, for the empty field. */
  newest: PatientSummary[];
  now: string;
  timeZone: string;
}

function countText({ found, loading, text }: Search): string {
  if (loading) return 'Searching…';
  if (found.text === '') return text.trim() === '' ? `${found.rows.length} with the newest records` : '';
  const patients = found.rows.length === 1 ? '1 patient' : `${found.rows.length} patients`;
  return found.more ? `First ${patients}, more match` : patients;
}

function NothingToShow({ search, onClear }: { search: Search; onClear: () => void }) {
  if (search.found.text === '') {
    return (
      <StatePanel kind="first" title="No recordings yet">
        Send a recording with an API key. Its patient shows here within seconds.
      </StatePanel>
    );
  }
  return (
    <StatePanel
      kind="filter"
      title={`No patient matches “${search.found.text}”`}
      actions={<Button onClick={onClear}>Clear search</Button>}
    >
      Checked names in both orders, MRN and birth date.
    </StatePanel>
  );
}

function Results({
  search,
  now,
  timeZone,
  bodyRef,
  onClear,
}: Omit<PatientSearchProps, 'newest'> & {
  search: Search;
  bodyRef: React.RefObject<HTMLTableSectionElement | null>;
  onClear: () => void;
}) {
  if (search.error)
    return <ApiErrorPanel title="The search could not run" error={search.error} onRetry={search.retry} />;
  if (search.found.rows.length === 0) return <NothingToShow search={search} onClear={onClear} />;
  return (
    // The rows of the text before stay as readable as any: dimmed, they would fall below the contrast people need.
    <div aria-busy={search.loading}>
      <PatientTable
        rows={search.found.rows}
        search={search.found.text}
        now={now}
        timeZone={timeZone}
        bodyRef={bodyRef}
      />
    </div>
  );
}

function ListFoot() {
  return (
    <footer className={card.foot}>
      <span className={classes.keys}>
        <span>
          <kbd>/</kbd>search
        </span>
        <span>
          <kbd>j</kbd>
          <kbd>k</kbd>move
        </span>
        <span>
          <kbd>Enter</kbd>open
        </span>
      </span>
      <span>Every search and every opened patient is recorded in the audit trail.</span>
    </footer>
  );
}

/**
 * Opens the first row. While the rows are still those of an older text it waits for the new ones; typing on forgets it.
 */
function useFirstRow(loading: boolean, body: React.RefObject<HTMLTableSectionElement | null>) {
  const waiting = useRef(false);
  const click = () => body.current?.querySelector<HTMLElement>('[data-row-link]')?.click();
  useEffect(() => {
    if (loading || !waiting.current) return;
    waiting.current = false;
    click();
  });
  return {
    open: () => {
      if (loading) waiting.current = true;
      else click();
    },
    forget: () => {
      waiting.current = false;
    },
  };
}

/** The patient list with its search field: narrows as one types, works by keyboard alone. */
export function PatientSearch({ newest, now, timeZone }: PatientSearchProps) {
  const search = usePatientSearch(newest, useDataRead());
  const field = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body, field);
  const { setText } = search;
  useEffect(() => {
    field.current?.focus();
    // What was typed before this page's scripts ran counts as well.
    if (field.current?.value) setText(field.current.value);
  }, [setText]);
  const firstRow = useFirstRow(search.loading, body);
  const clear = () => {
    search.setText('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') clear();
    if (event.key === 'Enter') firstRow.open();
    else firstRow.forget();
  };

  return (
    <section className={card.card} aria-label="Patient list">
      <Box role="search" className={classes.bar}>
        <TextInput
          id={SEARCH_FIELD_ID}
          type="search"
          autoFocus
          ref={field}
          className={classes.field}
          size="sm"
          aria-label="Search patients"
          placeholder="Name, MRN or birth date"
          leftSection={<IconSearch size={16} stroke={1.5} aria-hidden="true" />}
          value={search.text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => search.setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <span className={classes.count} role="status" aria-live="polite">
          {countText(search)}
        </span>
      </Box>
      <Results search={search} now={now} timeZone={timeZone} bodyRef={body} onClear={clear} />
      <ListFoot />
    </section>
  );
}
