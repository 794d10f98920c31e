'use client';

import Link from 'next/link';
import type { RefObject } from 'react';
import table from '@/components/ui/data-table.module.css';
import { StatusChip } from '@/components/ui/status-chip';
import { formatName, formatSexLetter } from '@/lib/client/format-person';
import { formatAge, formatDate, formatPlainDate } from '@/lib/client/format-time';
import { formatCount } from '@/lib/client/format-value';
import type { PatientSummary } from '@/lib/patients/contracts';
import { markMatch } from './mark-match';

interface PatientTableProps {
  rows: PatientSummary[];
  /** The text these rows were found by; what it matches is marked. */
  search: string;
  now: string;
  timeZone: string;
  bodyRef: RefObject<HTMLTableSectionElement | null>;
}

function Marked({ text, search }: { text: string; search: string }) {
  let at = 0;
  return markMatch(text, search).map((piece) => {
    const key = at;
    at += piece.text.length;
    return piece.hit ? <mark key={key}>{piece.text}</mark> : <span key={key}>{piece.text}</span>;
  });
}

function PatientRow({
  patient,
  search,
  now,
  timeZone,
}: Omit<PatientTableProps, 'rows' | 'bodyRef'> & { patient: PatientSummary }) {
  return (
    <tr>
      <td>
        <Link href={`/patients/${patient.patient_ref}`} prefetch={false} data-row-link className={table.strong}>
          <Marked text={formatName(patient)} search={search} />
        </Link>
      </td>
      <td className={table.noWrap}>
        {patient.birth_date ? (
          <>
            <Marked text={formatPlainDate(patient.birth_date)} search={search} />{' '}
            <span className={table.dim}>{formatAge(patient.birth_date, now, timeZone)}</span>
          </>
        ) : (
          <span className={table.dim}>not sent</span>
        )}
      </td>
      <td>{formatSexLetter(patient.sex)}</td>
      <td className={table.noWrap}>
        <Marked text={patient.patient_id} search={search} />
      </td>
      <td className={`${table.noWrap} ${table.wide}`}>
        {patient.last_ecg ? formatDate(patient.last_ecg, timeZone) : <span className={table.dim}>none</span>}
      </td>
      <td className={`${table.number} ${table.wide}`}>{formatCount(patient.ecg_count)}</td>
      <td className={`${table.number} ${table.wide}`}>{formatCount(patient.therapy_count)}</td>
      <td className={table.wide}>{patient.verified ? null : <StatusChip state="caution" word="Unverified" />}</td>
    </tr>
  );
}

/** Patients, one a row, with what tells them apart. */
export function PatientTable({ rows, search, now, timeZone, bodyRef }: PatientTableProps) {
  return (
    <div className={table.scroll}>
      <table className={table.table} aria-label="Patients">
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">Born</th>
            <th scope="col">Sex</th>
            <th scope="col">MRN</th>
            <th scope="col" className={table.wide}>
              Last ECG
            </th>
            <th scope="col" className={`${table.number} ${table.wide}`}>
              ECGs
            </th>
            <th scope="col" className={`${table.number} ${table.wide}`}>
              Therapy days
            </th>
            <th scope="col" className={table.wide}>
              Identity
            </th>
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
