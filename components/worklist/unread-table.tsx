import { ReadingChip } from '@/components/ecg/reading-chip';
import table from '@/components/ui/data-table.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import { FactTag, StateIcon, StatusChip } from '@/components/ui/status-chip';
import { formatDateTime, formatSpan } from '@/lib/client/format-time';
import { formatWhole } from '@/lib/client/format-value';
import { qtcFormulaText } from '@/lib/client/measured-text';
import type { UnreadEcg } from '@/lib/worklist/contracts';
import { LeadThumbnail } from './lead-thumbnail';
import { PersonCell } from './person-cell';
import { type Previews, previewKey } from './use-previews';
import classes from './worklist.module.css';
import { findingText, isUrgentNow, waitsTooLong } from './worklist-text';

interface UnreadTableProps {
  rows: readonly UnreadEcg[];
  previews: Previews;
  now: string;
  timeZone: string;
}

function Urgency({ row }: { row: UnreadEcg }) {
  if (row.priority === 'stat') return <StatusChip state="critical" word="STAT" />;
  if (isUrgentNow(row)) return <StatusChip state="critical" word="Critical" />;
  return row.priority === 'urgent' ? <StatusChip state="high" word="Urgent" /> : <FactTag>Routine</FactTag>;
}

/** The device's statement, what is critical in it first. */
function Statement({ row }: { row: UnreadEcg }) {
  const [warning, ...others] = row.warnings;
  const plain = row.statements.filter(({ critical }) => critical === null).map(({ text }) => text);
  return (
    <>
      {row.statements.map(({ text, critical }) =>
        critical === null ? null : (
          <div key={text} className={classes.critical}>
            <StateIcon state="critical" size={14} /> {text}
          </div>
        ),
      )}
      {row.statements.length === 0 && <span className={classes.source}>none sent</span>}
      {plain.length > 0 && <div className={classes.clamp}>{plain.join('. ')}</div>}
      {warning && (
        <div className={`${classes.source} ${classes.clamp}`}>
          {warning}
          {others.length > 0 && ` And ${others.length} more.`}
        </div>
      )}
    </>
  );
}

/** A number of the device, or a dash: what was not sent is not there. */
function DeviceFigure({ value, source }: { value: number | null; source?: string }) {
  const text = formatWhole(value);
  if (text === null) {
    return (
      <>
        <span className={table.dim}>–</span>
        <div className={classes.source}>not sent</div>
      </>
    );
  }
  return (
    <>
      <span className={table.strong}>{text}</span>
      {source && <div className={classes.source}>{source}</div>}
    </>
  );
}

function Waiting({ row, now }: { row: UnreadEcg; now: string }) {
  const waitingMs = Date.parse(now) - Date.parse(row.received_at);
  if (!waitsTooLong(row, waitingMs)) return formatSpan(waitingMs);
  return (
    <span className={classes.overdue}>
      <StateIcon state="critical" size={14} /> {formatSpan(waitingMs)}
    </span>
  );
}

/** What a reader has done with it already, where anything. */
function ReadSoFar({ row }: { row: UnreadEcg }) {
  const { reading_state, repeat_requested, confirmed_on_version } = row;
  if (reading_state === 'unconfirmed' && !repeat_requested && confirmed_on_version === null) return null;
  return (
    <div className={classes.chips}>
      {reading_state !== 'unconfirmed' && <ReadingChip state={reading_state} />}
      {confirmed_on_version !== null && <StatusChip state="caution" word={`Confirmed on v${confirmed_on_version}`} />}
      {repeat_requested && <StatusChip state="info" word="Repeat asked" />}
    </div>
  );
}

function UnreadRow({
  row,
  preview,
  now,
  timeZone,
}: { row: UnreadEcg; preview: Previews } & Omit<UnreadTableProps, 'rows' | 'previews'>) {
  const recorded = formatDateTime(row.recording_date, timeZone);
  const findings = [...new Set(row.statements.flatMap(({ critical }) => critical ?? []))];
  return (
    <tr>
      <td>
        <Urgency row={row} />
      </td>
      <td>
        <PersonCell
          person={row.patient}
          href={`/ecg/${row.id}`}
          opens={`ECG of ${recorded}`}
          now={now}
          timeZone={timeZone}
        />
        <ReadSoFar row={row} />
        <div className={table.narrow}>
          {findings.map(findingText).join(', ')}
          {findings.length > 0 && ' · '}waiting <Waiting row={row} now={now} />
        </div>
      </td>
      <td className={table.wide}>
        <LeadThumbnail preview={preview.get(previewKey(row))} />
      </td>
      <td className={table.number}>
        <DeviceFigure value={row.heart_rate_bpm} />
      </td>
      <td className={table.number}>
        <DeviceFigure value={row.qtc_ms} source={qtcFormulaText(row.qtc_formula)} />
      </td>
      <td className={`${table.wide} ${classes.statement}`}>
        <Statement row={row} />
      </td>
      <td className={`${table.number} ${table.noWrap} ${table.wide}`}>
        <Waiting row={row} now={now} />
        <div className={classes.source}>{recorded}</div>
      </td>
    </tr>
  );
}

/** ECGs nobody has confirmed, in the order in which to read them. */
export function UnreadTable({ rows, previews, now, timeZone }: UnreadTableProps) {
  if (rows.length === 0) {
    return (
      <StatePanel kind="done" title="Nothing unread">
        New ECGs appear by themselves.
      </StatePanel>
    );
  }
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${classes.twoLines}`} aria-label="Unread ECGs">
        <thead>
          <tr>
            <th scope="col">Priority</th>
            <th scope="col">Patient</th>
            <th scope="col" className={`${table.wide} ${classes.thumbnailColumn}`}>
              Lead II, not to scale
            </th>
            <th scope="col" className={table.number}>
              HR <span className={classes.unit}>bpm, device</span>
            </th>
            <th scope="col" className={table.number}>
              QTc <span className={classes.unit}>ms, device</span>
            </th>
            <th scope="col" className={table.wide}>
              Device statement
            </th>
            <th scope="col" className={`${table.number} ${table.wide}`}>
              Waiting, recorded
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <UnreadRow key={row.id} row={row} preview={previews} now={now} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
