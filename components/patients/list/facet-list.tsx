'use client';

import { formatCount } from '@/lib/client/format-value';
import type { CappedCount, FacetCounts } from '@/lib/patients/contracts';
import { FACET_GROUP_NAMES, FACET_GROUPS, type FacetGroup, type FacetSelection } from '@/lib/patients/domain/facets';
import classes from './facet-list.module.css';
import { GROUP_TITLES, valueWord } from './facet-words';

interface FacetListProps {
  id: string;
  /** Counts of the current set; null until they have been read. */
  counts: FacetCounts | null;
  selection: FacetSelection;
  onChange: (selection: FacetSelection) => void;
}

/** A count as it is read: exact, `1,000+` or `12+` where counting stopped, nothing where it stopped before the first. */
export function countText(count: CappedCount | undefined): string {
  if (!count || (count.more && count.value === 0)) return '';
  if (!count.more) return formatCount(count.value);
  return count.value >= 1000 ? '1,000+' : `${count.value}+`;
}

/** The selection with one value switched. */
export function toggled(selection: FacetSelection, group: FacetGroup, value: string): FacetSelection {
  const values = selection[group] ?? [];
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return { ...selection, [group]: next.length > 0 ? next : undefined };
}

function Facet({
  group,
  value,
  counts,
  selection,
  onChange,
}: Omit<FacetListProps, 'id'> & { group: FacetGroup; value: string }) {
  const count = counts?.groups[group]?.[value];
  const checked = (selection[group] ?? []).includes(value);
  const none = count !== undefined && !count.more && count.value === 0;
  return (
    <li className={classes.facet} data-none={none && !checked ? true : undefined}>
      <label className={classes.label}>
        <input
          type="checkbox"
          className={classes.box}
          checked={checked}
          onChange={() => onChange(toggled(selection, group, value))}
        />
        <span>{valueWord(group, value)}</span>
        <span className={classes.count}>{countText(count)}</span>
      </label>
    </li>
  );
}

/** What the list can be narrowed by, with how many patients each value would leave. */
export function FacetList({ id, counts, selection, onChange }: FacetListProps) {
  return (
    <section id={id} className={classes.list} aria-label="Filters" tabIndex={-1}>
      {FACET_GROUP_NAMES.map((group) => (
        <fieldset key={group} className={classes.group}>
          <legend className={classes.title}>{GROUP_TITLES[group]}</legend>
          <ul className={classes.values}>
            {FACET_GROUPS[group].map((value) => (
              <Facet
                key={value}
                group={group}
                value={value}
                counts={counts}
                selection={selection}
                onChange={onChange}
              />
            ))}
          </ul>
        </fieldset>
      ))}
    </section>
  );
}
