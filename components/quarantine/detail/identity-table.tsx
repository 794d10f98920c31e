import Link from 'next/link';
import table from '@/components/ui/data-table.module.css';
import { StateIcon } from '@/components/ui/status-chip';
import { formatSex } from '@/lib/client/format-person';
import { formatPlainDate } from '@/lib/client/format-time';
import type { DifferingField, HeldCollision } from '@/lib/ingest/quarantine-contracts';
import type { Recording } from '@/lib/recordings/contracts';
import { FIELD_WORDS } from '../held-text';
import classes from './detail.module.css';

const FIELDS = Object.keys(FIELD_WORDS) as DifferingField[];
const WHY_WORDS: Record<HeldCollision['why'], string> = {
  sent_id: 'Known under this MRN',
  device_assignment: 'Had the device then',
};

/** What an identity says of one field, as it is read; null where it says nothing. */
function saysOf(identity: Partial<Record<DifferingField, string | null>>, field: DifferingField): string | null {
  const value = identity[field] ?? null;
  if (value === null || value === '') return null;
  if (field === 'birth_date') return formatPlainDate(value);
  return field === 'sex' ? formatSex(value) : value;
}

function Cell({ value, differs, missing }: { value: string | null; differs: boolean; missing: string }) {
  if (value === null) return <td className={table.dim}>{missing}</td>;
  return (
    <td data-differs={differs || undefined}>
      {value}
      {differs && (
        <span className={classes.differs}>
          <StateIcon state="high" size={12} /> differs
        </span>
      )}
    </td>
  );
}

/** What was sent of the patient beside who it collides with, field by field; what differs is marked by word and shape. */
export function IdentityTable({ record, collisions }: { record: Recording; collisions: HeldCollision[] }) {
  const { patient = null, patient_id = null } = record.claimed ?? {};
  const sent = { patient_id, ...patient };
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${classes.identity}`} aria-label="Identity as sent and as known">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">As sent</th>
            {collisions.map(({ why, patient: known }) => (
              <th key={why} scope="col">
                {WHY_WORDS[why]}
                {' · '}
                <Link
                  href={`/patients/${known.patient_ref}`}
                  prefetch={false}
                  aria-label={`Open the chart of: ${WHY_WORDS[why]}`}
                >
                  chart
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {FIELDS.map((field) => (
            <tr key={field}>
              <th scope="row">{FIELD_WORDS[field]}</th>
              <Cell value={saysOf(sent, field)} differs={false} missing="not sent" />
              {collisions.map(({ why, patient: known, differs }) => (
                <Cell key={why} value={saysOf(known, field)} differs={differs.includes(field)} missing="not known" />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
