import table from '@/components/ui/data-table.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import { type ChipState, StatusChip } from '@/components/ui/status-chip';
import { formatWhole } from '@/lib/client/format-value';
import type { TherapyPatient, Worklist } from '@/lib/worklist/contracts';
import { NightBars } from './night-bars';
import { PersonCell } from './person-cell';
import classes from './worklist.module.css';
import { concernText } from './worklist-text';

interface TherapyTableProps {
  therapy: Worklist['therapy'];
  now: string;
  timeZone: string;
}

type Concern = TherapyPatient['concerns'][number];

function shapeOf({ code, level }: Concern): ChipState {
  return code === 'no_data' ? 'absent' : level;
}

function Enough({ row }: { row: TherapyPatient }) {
  const without = row.bars.filter(({ state }) => state === 'no_data').length;
  return (
    <>
      {row.enough_nights} / {row.data_nights}
      {without > 0 && <div className={classes.source}>{without} no data</div>}
    </>
  );
}

function Figure({ value, source }: { value: string | null; source: string | null }) {
  if (value === null) return <span className={table.dim}>–</span>;
  return (
    <>
      {value}
      <div className={classes.source}>{source}</div>
    </>
  );
}

function TherapyRow({
  row,
  rank,
  now,
  timeZone,
}: {
  row: TherapyPatient;
  rank: number;
  now: string;
  timeZone: string;
}) {
  const { ahi, leak, patient } = row;
  return (
    <tr>
      <td className={`${table.dim} ${table.wide}`}>{rank}</td>
      <td>
        <PersonCell
          person={patient}
          href={`/patients/${patient.patient_ref}`}
          opens="patient"
          more={row.mode?.replaceAll('_', '-')}
          now={now}
          timeZone={timeZone}
        />
      </td>
      <td>
        <div className={classes.chips}>
          {row.concerns.map((concern) => (
            <StatusChip key={concern.code} state={shapeOf(concern)} word={concernText(concern)} />
          ))}
        </div>
      </td>
      <td className={table.wide}>
        <NightBars bars={row.bars} id={patient.patient_ref} />
      </td>
      <td className={`${table.number} ${table.noWrap}`}>
        <Enough row={row} />
      </td>
      <td className={`${table.number} ${table.wide}`}>
        <Figure value={ahi ? ahi.value.toFixed(1) : null} source={ahi?.source ?? null} />
      </td>
      <td className={`${table.number} ${table.wide}`}>
        <Figure
          value={leak ? formatWhole(leak.value) : null}
          source={leak ? `${leak.leak_type ?? 'kind not stated'}, ${leak.source}` : null}
        />
      </td>
    </tr>
  );
}

/** Patients whose last nights give reason to look, the most concerning first. */
export function TherapyTable({ therapy, now, timeZone }: TherapyTableProps) {
  if (therapy.rows.length === 0) {
    return therapy.patients === 0 ? (
      <StatePanel kind="first" title="No nights yet">
        Nights of CPAP and BiPAP devices are reviewed here once they have come in.
      </StatePanel>
    ) : (
      <StatePanel kind="done" title="No therapy to review">
        The last 14 nights of {therapy.patients} patients give no reason.
      </StatePanel>
    );
  }
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${classes.twoLines}`} aria-label="Therapy, by concern">
        <thead>
          <tr>
            <th scope="col" className={table.wide}>
              #
            </th>
            <th scope="col">Patient</th>
            <th scope="col">Why</th>
            <th scope="col" className={table.wide}>
              14 nights, h
            </th>
            <th scope="col" className={table.number}>
              ≥ 4 h
            </th>
            <th scope="col" className={`${table.number} ${table.wide}`}>
              AHI 7 nights, /h
            </th>
            <th scope="col" className={`${table.number} ${table.wide}`}>
              Leak P95, L/min
            </th>
          </tr>
        </thead>
        <tbody>
          {therapy.rows.map((row, index) => (
            <TherapyRow key={row.patient.patient_ref} row={row} rank={index + 1} now={now} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
