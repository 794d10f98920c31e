'use client';

import { Box, Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconFilter, IconSearch, IconX } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { SEARCH_FIELD_ID } from '@/components/shell/app-top-bar';
import { takeTypeAhead } from '@/components/shell/type-ahead';
import card from '@/components/ui/card.module.css';
import { ApiErrorPanel, StatePanel } from '@/components/ui/state-panel';
import { useRowKeys } from '@/components/ui/use-row-keys';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import type { PatientPage } from '@/lib/patients/contracts';
import { chosenGroups, type FacetSelection } from '@/lib/patients/domain/facets';
import { countText, FacetList, toggled } from './facet-list';
import { valueWord } from './facet-words';
import { ListFoot } from './list-foot';
import classes from './patient-search.module.css';
import { PatientTable } from './patient-table';
import { DENSITIES, useDensity } from './use-density';
import { type PatientSearch as Search, usePatientSearch } from './use-patient-search';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const FACETS_ID = 'patient-facets';

interface PatientSearchProps {
  /** The patients with the newest records that fit `facets`, for the empty field. */
  initial: PatientPage;
  facets: FacetSelection;
  now: string;
  timeZone: string;
}

const patientsText = (count: string) => (count === '1' ? '1 patient' : `${count} patients`);

/** How many there are and in which order, in one line. */
function statusText({ found, loading, counts, order }: Search): string {
  if (loading) return 'Searching…';
  const total = counts ? countText(counts.total) : '';
  const shown = found.more && total !== '' ? `First ${found.rows.length} of ${total}` : '';
  const text = shown || patientsText(`${found.more ? 'First ' : ''}${found.rows.length}`);
  const unsorted = order.sort !== 'newest' && found.sort !== order.sort;
  return unsorted ? `${text}. Too many to sort: narrow to 1,000 or fewer` : text;
}

function NothingToShow({ search, onClear }: { search: Search; onClear: () => void }) {
  if (search.found.text === '' && chosenGroups(search.facets).length === 0) {
    return (
      <StatePanel kind="first" title="No recordings yet">
        Send a recording with an API key. Its patient shows here within seconds.
      </StatePanel>
    );
  }
  const { text } = search.found;
  return (
    <StatePanel
      kind="filter"
      title={text === '' ? 'No patient fits these filters' : `No patient matches “${text}”`}
      actions={<Button onClick={onClear}>Clear search and filters</Button>}
    >
      Checked names in both orders, MRN and birth date
      {chosenGroups(search.facets).length > 0 ? ', within the chosen filters' : ''}.
    </StatePanel>
  );
}

function Results({
  search,
  now,
  timeZone,
  bodyRef,
  onClear,
}: Pick<PatientSearchProps, 'now' | 'timeZone'> & {
  search: Search;
  bodyRef: React.RefObject<HTMLTableSectionElement | null>;
  onClear: () => void;
}) {
  const [density] = useDensity();
  if (search.error)
    return <ApiErrorPanel title="The search could not run" error={search.error} onRetry={search.retry} />;
  if (search.found.rows.length === 0) return <NothingToShow search={search} onClear={onClear} />;
  return (
    // The rows of the text before stay as readable as any: dimmed, they would fall below the contrast people need.
    <div aria-busy={search.loading}>
      <PatientTable
        rows={search.found.rows}
        search={search.found.text}
        order={search.order}
        applied={search.found.sort}
        onOrder={search.setOrder}
        density={density}
        now={now}
        timeZone={timeZone}
        bodyRef={bodyRef}
      />
    </div>
  );
}

/** Where there is no room for the filters beside the list, this shows them above it. */
function FacetsButton({ shown, onToggle }: { shown: boolean; onToggle: () => void }) {
  return (
    <Button
      className={classes.facetsButton}
      leftSection={<IconFilter {...ICON} />}
      aria-expanded={shown}
      aria-controls={FACETS_ID}
      onClick={onToggle}
    >
      Filters
    </Button>
  );
}

function ChosenFacets({ search }: { search: Search }) {
  return chosenGroups(search.facets).flatMap(([group, values]) =>
    values.map((value) => (
      <button
        key={`${group}:${value}`}
        type="button"
        className={classes.chosen}
        aria-label={`Remove filter ${valueWord(group, value)}`}
        onClick={() => search.setFacets(toggled(search.facets, group, value))}
      >
        {valueWord(group, value)}
        <IconX size={12} stroke={1.5} aria-hidden="true" />
      </button>
    )),
  );
}

function DensityChoice() {
  const [density, setDensity] = useDensity();
  return (
    <SegmentedControl
      className={classes.density}
      size="xs"
      aria-label="Row height"
      data={DENSITIES.map((value) => ({ value, label: `${value.charAt(0).toUpperCase()}${value.slice(1)}` }))}
      value={density}
      onChange={(value) => setDensity(DENSITIES.find((one) => one === value) ?? 'default')}
    />
  );
}

/**
 * Opens or focuses the first row. While the rows are still those of an older text it waits for the new ones, so that
 * nobody lands on another patient than the one asked for; typing on forgets it.
 */
function useFirstRow(loading: boolean, body: React.RefObject<HTMLTableSectionElement | null>) {
  const waiting = useRef<'click' | 'focus' | null>(null);
  const act = (what: 'click' | 'focus') => body.current?.querySelector<HTMLElement>('[data-row-link]')?.[what]();
  useEffect(() => {
    if (loading || waiting.current === null) return;
    act(waiting.current);
    waiting.current = null;
  });
  const request = (what: 'click' | 'focus') => {
    if (loading) waiting.current = what;
    else act(what);
  };
  return {
    open: () => request('click'),
    focus: () => request('focus'),
    forget: () => {
      waiting.current = null;
    },
  };
}

/** `e` and `n` open the newest ECG and night of the row that has the focus, `f` leads to the filters. */
function useListShortcuts(body: React.RefObject<HTMLElement | null>, showFacets: () => void): void {
  const router = useRouter();
  const open = (name: 'ecg' | 'night') => {
    const focused = document.activeElement?.closest<HTMLElement>('tr');
    const row = body.current?.contains(focused ?? null) ? focused : body.current?.querySelector<HTMLElement>('tr');
    const href = row?.dataset[name];
    if (href) router.push(href);
  };
  useShortcuts({ e: () => open('ecg'), n: () => open('night'), f: showFacets });
}

function SearchField({
  search,
  field,
  onClear,
  firstRow,
}: {
  search: Search;
  field: React.RefObject<HTMLInputElement | null>;
  onClear: () => void;
  firstRow: ReturnType<typeof useFirstRow>;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClear();
    if (event.key === 'Enter') firstRow.open();
    else if (event.key === 'ArrowDown') {
      event.preventDefault();
      firstRow.focus();
    } else firstRow.forget();
  };
  return (
    <TextInput
      id={SEARCH_FIELD_ID}
      type="search"
      autoFocus
      ref={field}
      className={classes.field}
      size="sm"
      aria-label="Search patients"
      placeholder="Name, MRN or birth date"
      leftSection={<IconSearch {...ICON} />}
      value={search.text}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => search.setText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

/** The patient list with its search field and facets: narrows as one types, works by keyboard alone. */
export function PatientSearch({ initial, facets, now, timeZone }: PatientSearchProps) {
  const search = usePatientSearch(initial, facets);
  const [facetsShown, setFacetsShown] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body, field);
  useListShortcuts(body, () => {
    setFacetsShown(true);
    document.querySelector<HTMLElement>(`#${FACETS_ID} input`)?.focus();
  });
  const { setText } = search;
  // with the commit: a letter typed after it would otherwise be added to an empty field
  useLayoutEffect(() => {
    field.current?.focus();
    // what was typed before this page came, or before its scripts ran, counts as well
    const typed = takeTypeAhead() || field.current?.value;
    if (typed) setText(typed);
  }, [setText]);
  const clear = () => {
    search.setText('');
    field.current?.focus();
  };
  const clearAll = () => {
    search.setFacets({});
    clear();
  };
  return (
    <div className={classes.layout} data-facets={facetsShown || undefined}>
      <FacetList id={FACETS_ID} counts={search.counts} selection={search.facets} onChange={search.setFacets} />
      <section className={card.card} aria-label="Patient list">
        <Box role="search" className={classes.bar}>
          <SearchField search={search} field={field} onClear={clear} firstRow={useFirstRow(search.loading, body)} />
          <FacetsButton shown={facetsShown} onToggle={() => setFacetsShown(!facetsShown)} />
          <ChosenFacets search={search} />
          <span className={classes.count} role="status" aria-live="polite">
            {statusText(search)}
          </span>
          <DensityChoice />
        </Box>
        <Results search={search} now={now} timeZone={timeZone} bodyRef={body} onClear={clearAll} />
        <ListFoot onMore={search.showMore} />
      </section>
    </div>
  );
}
