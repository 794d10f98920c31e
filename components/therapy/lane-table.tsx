import { Box } from '@mantine/core';
import { clockText, type DeviceClock } from '@/components/charts/lanes/device-clock';
import { extentIn } from '@/components/charts/lanes/lane-data';
import { spanOf, type TimeView } from '@/components/charts/lanes/time-view';
import table from '@/components/ui/data-table.module.css';
import { formatLaneValue, type LaneDefinition, type NightEvent, type SignalPieces } from './lanes/night-lanes';

interface LaneTableProps {
  view: TimeView;
  clock: DeviceClock;
  lanes: readonly LaneDefinition[];
  pieces: SignalPieces;
  events: readonly NightEvent[];
}

const STEPS_MS = [1, 5, 15, 60, 300, 900, 1800, 3600, 7200].map((seconds) => seconds * 1000);
const MOST_ROWS = 24;

/** Rows of the table: round stretches of what is on screen, at most two dozen. */
export function tableRows(view: TimeView, clock: DeviceClock): TimeView[] {
  const step = STEPS_MS.find((one) => spanOf(view) / one <= MOST_ROWS) ?? spanOf(view) / MOST_ROWS;
  // zones are whole quarters of an hour apart, so that steps up to that fall on round local times in all of them
  const offset = (clock[0]?.utcOffsetMinutes ?? 0) * 60_000;
  const rows: TimeView[] = [];
  let at = view.fromMs;
  while (at < view.toMs) {
    const next = Math.min(view.toMs, (Math.floor((at + offset) / step) + 1) * step - offset);
    rows.push({ fromMs: at, toMs: next });
    at = next;
  }
  return rows;
}

function valueText(lane: LaneDefinition, pieces: SignalPieces, row: TimeView): string {
  const texts = lane.lines.flatMap(({ signal }) => {
    const own = pieces.get(signal);
    if (!own) return [];
    const extent = extentIn(own, row.fromMs, row.toMs);
    if (!extent) return ['–'];
    const [low, high] = [extent.low, extent.high].map((value) => formatLaneValue(value * lane.factor, lane.digits));
    return [low === high ? (low ?? '–') : `${low} to ${high}`];
  });
  return texts.join(' / ');
}

/** What the lanes show, as a table: lowest to highest value of each stretch on screen. */
export function LaneTable({ view, clock, lanes, pieces, events }: LaneTableProps) {
  return (
    // wider than the card, so that the keyboard must be able to scroll it
    <Box component="section" className={table.scroll} aria-label="Table of the lanes" tabIndex={0}>
      <table className={table.table} aria-label="Lanes as a table, lowest to highest value of each stretch">
        <thead>
          <tr>
            <th scope="col">Device local</th>
            <th scope="col" className={table.number}>
              Events
            </th>
            {lanes.map((lane) => (
              <th scope="col" className={table.number} key={lane.id}>
                {lane.label}, {lane.unit}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tableRows(view, clock).map((row) => (
            <tr key={row.fromMs}>
              <th scope="row">
                {clockText(clock, row.fromMs, true)} to {clockText(clock, row.toMs, true)}
              </th>
              <td className={table.number}>
                {events.filter(({ atMs }) => atMs >= row.fromMs && atMs < row.toMs).length}
              </td>
              {lanes.map((lane) => (
                <td key={lane.id} className={`${table.number} ${table.noWrap}`}>
                  {valueText(lane, pieces, row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}
