import Link from 'next/link';
import table from '@/components/ui/data-table.module.css';
import { formatPlainDate, formatTime } from '@/lib/client/format-time';
import { modeWord } from '@/lib/client/settings-words';
import { type DayRun, dateOfDay, nightAt, type TimelineModel } from '@/lib/patients/domain/timeline';
import type { TimelineEcg, TimelineNight } from '@/lib/patients/timeline-contracts';
import type { View } from './lane-frame';
import classes from './patient-timeline.module.css';
import { ecgDetail, laneLabels, medianPressureText, qtcText, readoutsAt } from './timeline-text';

interface Row {
  day: number;
  night: TimelineNight | null;
  ecgs: TimelineEcg[];
  gap: DayRun | null;
}

/** One row a night with something recorded, one a run of nights without data, newest first. */
export function timelineRows(model: TimelineModel, view: View): Row[] {
  const days = new Map<number, Row>();
  const rowOf = (day: number): Row => {
    const row = days.get(day) ?? { day, night: null, ecgs: [], gap: null };
    days.set(day, row);
    return row;
  };
  const [first, last] = [nightAt(view.from), nightAt(view.to)];
  const shown = (day: number) => day >= first && day <= last;
  for (const { day, night } of model.nights) if (shown(day)) rowOf(day).night = night;
  for (const { position, ecg } of model.ecgs) if (shown(nightAt(position))) rowOf(nightAt(position)).ecgs.push(ecg);
  const gaps = model.gaps.filter((gap) => gap.to >= first && gap.from <= last);
  const gapRows = gaps.map((gap) => ({ day: gap.to + 0.5, night: null, ecgs: [], gap }));
  return [...days.values(), ...gapRows].sort((a, b) => b.day - a.day);
}

function gapText({ from, to }: DayRun): string {
  const nights = to - from + 1;
  if (nights === 1) return `${formatPlainDate(dateOfDay(from))}: no data`;
  return `${formatPlainDate(dateOfDay(from))} to ${formatPlainDate(dateOfDay(to))}: no data, ${nights} nights`;
}

function NightDate({ row }: { row: Row }) {
  const date = formatPlainDate(dateOfDay(row.day));
  if (!row.night) return date;
  return (
    <Link href={`/therapy/${row.night.id}`} prefetch={false}>
      {date}
    </Link>
  );
}

function EcgCell({ ecgs, timeZone }: { ecgs: TimelineEcg[]; timeZone: string }) {
  return ecgs.map((ecg) => (
    <div key={ecg.id}>
      <Link href={`/ecg/${ecg.id}`} prefetch={false}>
        {formatTime(ecg.recording_date, timeZone)}
      </Link>{' '}
      {qtcText(ecg)} <span className={table.dim}>{ecgDetail(ecg)}</span>
    </div>
  ));
}

function NightCells({ model, row }: { model: TimelineModel; row: Row }) {
  const { night } = row;
  if (!night)
    return (
      <td colSpan={5} className={table.dim}>
        {model.gaps.some((gap) => row.day >= gap.from && row.day <= gap.to) ? 'no data' : 'no night'}
      </td>
    );
  const { usage, ahi, leak, settings } = readoutsAt(model, { ...row, missing: false });
  return (
    <>
      <td className={table.number}>{usage.value}</td>
      <td className={table.number}>
        {ahi.value} <span className={table.dim}>{ahi.detail}</span>
      </td>
      <td className={table.number}>
        {leak.value} <span className={table.dim}>{leak.detail}</span>
      </td>
      <td className={table.number}>
        {settings.value} <span className={table.dim}>{medianPressureText(night, model.sources.pressure)}</span>
      </td>
      <td className={table.noWrap}>{modeWord(night.mode)}</td>
    </>
  );
}

/** The lanes' values as rows: the same figures, by the same sources. */
export function TimelineTable({ model, view, timeZone }: { model: TimelineModel; view: View; timeZone: string }) {
  const labels = laneLabels(model);
  return (
    <div className={classes.tableScroll}>
      <table className={table.table} aria-label="Timeline, newest first">
        <thead>
          <tr>
            <th scope="col">Night of</th>
            <th scope="col">ECG, {labels.ecg.sub}</th>
            <th scope="col" className={table.number}>
              Usage, {labels.usage.sub}
            </th>
            <th scope="col" className={table.number}>
              AHI, {labels.ahi.sub}
            </th>
            <th scope="col" className={table.number}>
              {labels.leak.title}
            </th>
            <th scope="col" className={table.number}>
              {labels.settings.sub}
            </th>
            <th scope="col">Mode</th>
          </tr>
        </thead>
        <tbody>
          {timelineRows(model, view).map((row) =>
            row.gap ? (
              <tr key={row.day}>
                <td colSpan={7} className={table.dim}>
                  {gapText(row.gap)}
                </td>
              </tr>
            ) : (
              <tr key={row.day}>
                <td className={table.noWrap}>
                  <NightDate row={row} />
                </td>
                <td>
                  <EcgCell ecgs={row.ecgs} timeZone={timeZone} />
                </td>
                <NightCells model={model} row={row} />
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}
