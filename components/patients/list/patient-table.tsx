'use client';

import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode, RefObject } from 'react';
import table from '@/components/ui/data-table.module.css';
import type { PatientSort, PatientSummary } from '@/lib/patients/contracts';
import { PatientRow } from './patient-row';
import classes from './patient-table.module.css';
import type { Density } from './use-density';
import type { SortChoice } from './use-patient-search';

interface Column {
  label: ReactNode;
  sort?: PatientSort;
  /** What one looks for first in this column stands at the top. */
  descendingFirst?: boolean;
  number?: boolean;
  /** Left out on phones. */
  wide?: boolean;
}

const COLUMNS: Column[] = [
  { label: 'Patient', sort: 'name' },
  { label: 'Born', sort: 'born', wide: true },
  { label: 'Sex', wide: true },
  { label: 'MRN', wide: true },
  { label: 'Last ECG', sort: 'last_ecg', descendingFirst: true, wide: true },
  { label: 'HR', sort: 'heart_rate', descendingFirst: true, number: true },
  { label: 'QTc ms', sort: 'qtc', descendingFirst: true, number: true },
  { label: 'Read', wide: true },
  { label: 'Therapy', wide: true },
  { label: '14 nights, h', wide: true },
  { label: 'Usage h', sort: 'usage', number: true, wide: true },
  { label: 'AHI /h', sort: 'ahi', descendingFirst: true, number: true, wide: true },
  { label: 'Leak P95', sort: 'leak', descendingFirst: true, number: true, wide: true },
];

interface PatientTableProps {
  rows: PatientSummary[];
  /** The text these rows were found by; what it matches is marked. */
  search: string;
  order: SortChoice;
  /** The order the rows really stand in. */
  applied: PatientSort;
  onOrder: (order: SortChoice) => void;
  density: Density;
  now: string;
  timeZone: string;
  bodyRef: RefObject<HTMLTableSectionElement | null>;
}

function nextOrder({ sort, descendingFirst = false }: Column, order: SortChoice): SortChoice {
  if (!sort) return order;
  if (order.sort !== sort) return { sort, descending: descendingFirst };
  // the third press gives the list back its own order
  if (order.descending !== descendingFirst) return { sort: 'newest', descending: false };
  return { sort, descending: !order.descending };
}

function HeadCell({
  column,
  order,
  applied,
  onOrder,
}: { column: Column } & Pick<PatientTableProps, 'order' | 'applied' | 'onOrder'>) {
  const active = column.sort !== undefined && order.sort === column.sort && applied === column.sort;
  const Arrow = order.descending ? IconArrowDown : IconArrowUp;
  const className = [column.number && table.number, column.wide && table.wide].filter(Boolean).join(' ');
  if (!column.sort)
    return (
      <th scope="col" className={className}>
        {column.label}
      </th>
    );
  return (
    <th
      scope="col"
      className={className}
      aria-sort={active ? (order.descending ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className={classes.sort} onClick={() => onOrder(nextOrder(column, order))}>
        {column.label}
        {active && <Arrow size={12} stroke={2} aria-hidden="true" />}
      </button>
    </th>
  );
}

/** Patients, one a row, with what tells them apart and the newest values, each as its source gave it. */
export function PatientTable(props: PatientTableProps) {
  const { rows, search, now, timeZone, bodyRef, density } = props;
  return (
    <div className={classes.scroll}>
      <table className={`${table.table} ${classes.table}`} data-density={density} aria-label="Patients">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <HeadCell
                key={String(column.label)}
                column={column}
                order={props.order}
                applied={props.applied}
                onOrder={props.onOrder}
              />
            ))}
          </tr>
        </thead>
        <tbody ref={bodyRef}>
          {rows.map((patient) => (
            <PatientRow key={patient.patient_ref} patient={patient} search={search} now={now} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
