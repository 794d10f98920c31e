'use client';

import { Button, VisuallyHidden } from '@mantine/core';
import { IconHeartRateMonitor, IconMoon2 } from '@tabler/icons-react';
import Link from 'next/link';
import { useMemo, useRef, useState } from 'react';
import { ReadingChip } from '@/components/ecg/reading-chip';
import { ecgSummary, ecgTitle, recordedText } from '@/components/ecg/recording-text';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import { type ChipState, StatusChip } from '@/components/ui/status-chip';
import { useRowKeys } from '@/components/ui/use-row-keys';
import { ApiError, getJson } from '@/lib/client/api';
import { formatPlainDate } from '@/lib/client/format-time';
import type { Modality, Recording, TherapySummary } from '@/lib/recordings/contracts';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const MODALITY_WORDS: Record<Modality, string> = { ecg: 'ECG', cpap: 'CPAP', bipap: 'BiPAP' };
const STATUS_CHIPS: Record<Exclude<Recording['status'], 'stored'>, { state: ChipState; word: string }> = {
  processing: { state: 'waiting', word: 'Being read' },
  quarantined: { state: 'held', word: 'Held' },
  failed: { state: 'critical', word: 'Failed' },
  deleted: { state: 'absent', word: 'Deleted' },
};

/** Where the older records of a modality begin. */
interface Older {
  modality: Modality;
  cursor: string;
}

interface RecordListProps {
  patientRef: string;
  records: Recording[];
  older: Older[];
  timeZone: string;
}

function titleOf(record: Recording): string {
  if (record.modality === 'ecg') return ecgTitle(record);
  return `Night, ${record.therapy?.mode?.replaceAll('_', ' ') ?? MODALITY_WORDS[record.modality]}`;
}

/** The device's own figure where it sent one, ours otherwise; null where there is neither. */
function therapyFigure(
  therapy: TherapySummary,
  name: 'usage_minutes' | 'ahi',
): { value: number; source: string } | null {
  const sent = therapy.summary[name];
  if (sent !== undefined) return { value: sent, source: 'device' };
  const computed = therapy[name];
  return computed === null ? null : { value: computed, source: 'computed' };
}

function therapyText(therapy: TherapySummary): string {
  const usage = therapyFigure(therapy, 'usage_minutes');
  const ahi = therapyFigure(therapy, 'ahi');
  return [
    usage ? `${(usage.value / 60).toFixed(1)} h (${usage.source})` : 'usage not known',
    ahi ? `AHI ${ahi.value.toFixed(1)} /h (${ahi.source}, per usage hour)` : 'AHI not known',
  ].join(', ');
}

function whenOf(record: Recording, timeZone: string): string {
  return record.therapy ? `Night of ${formatPlainDate(record.therapy.night)}` : recordedText(record, timeZone);
}

function StateChip({ record }: { record: Recording }) {
  if (record.status !== 'stored') return <StatusChip {...STATUS_CHIPS[record.status]} />;
  return record.modality === 'ecg' ? <ReadingChip state={record.reading.state} /> : null;
}

function PriorityChip({ record }: { record: Recording }) {
  if (record.priority === 'stat') return <StatusChip state="critical" word="STAT" />;
  return record.priority === 'urgent' ? <StatusChip state="high" word="Urgent" /> : null;
}

function RecordRow({ record, timeZone }: { record: Recording; timeZone: string }) {
  const when = whenOf(record, timeZone);
  return (
    <tr>
      <td className={`${table.icon} ${table.wide}`}>
        {record.modality === 'ecg' ? <IconHeartRateMonitor {...ICON} /> : <IconMoon2 {...ICON} />}
      </td>
      <td>
        <span className={table.strong}>{titleOf(record)}</span>
        <span className={table.narrow}>{when}</span>
      </td>
      <td className={`${table.noWrap} ${table.wide}`}>{when}</td>
      <td className={table.wide}>{record.therapy ? therapyText(record.therapy) : ecgSummary(record)}</td>
      <td>
        <PriorityChip record={record} /> <StateChip record={record} />
      </td>
      <td className={table.wide}>{record.device?.model ?? record.device_id}</td>
      <td className={table.number}>
        {record.modality === 'ecg' && (
          <Link
            href={`/ecg/${record.id}`}
            prefetch={false}
            data-row-link
            aria-label={`Open ${titleOf(record)} of ${when}`}
          >
            Open
          </Link>
        )}
      </td>
    </tr>
  );
}

function newestFirst(a: Recording, b: Recording): number {
  return b.recording_date.localeCompare(a.recording_date) || b.id.localeCompare(a.id);
}

function useRecords({ patientRef, records, older }: RecordListProps) {
  const [more, setMore] = useState<{ records: Recording[]; older: Older[] }>({ records: [], older });
  const [state, setState] = useState<{ loading: boolean; error: ApiError | null }>({ loading: false, error: null });
  const all = useMemo(() => [...records, ...more.records].sort(newestFirst), [records, more.records]);
  const loadOlder = async () => {
    setState({ loading: true, error: null });
    try {
      const pages = await Promise.all(
        more.older.map(async ({ modality, cursor }) => {
          const query = new URLSearchParams({ patient_ref: patientRef, limit: '100', cursor });
          const page = await getJson<{ data: Recording[]; next_cursor: string | null }>(
            `/api/${modality}/data?${query}`,
          );
          return { modality, ...page };
        }),
      );
      const next = pages.flatMap(({ modality, next_cursor }) =>
        next_cursor ? [{ modality, cursor: next_cursor }] : [],
      );
      setMore({ records: [...more.records, ...pages.flatMap((page) => page.data)], older: next });
      setState({ loading: false, error: null });
    } catch (cause) {
      setState({
        loading: false,
        error: cause instanceof ApiError ? cause : new ApiError(0, 'unreadable', 'The answer could not be read.'),
      });
    }
  };
  return { all, hasOlder: more.older.length > 0, loadOlder, ...state };
}

function RecordTable({ records, timeZone }: { records: Recording[]; timeZone: string }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  return (
    <div className={table.scroll}>
      <table className={table.table} aria-label="Records, newest first">
        <thead>
          <tr>
            <th scope="col" className={table.wide}>
              <VisuallyHidden>Kind</VisuallyHidden>
            </th>
            <th scope="col">Record</th>
            <th scope="col" className={table.wide}>
              Recorded
            </th>
            <th scope="col" className={table.wide}>
              Summary
            </th>
            <th scope="col">State</th>
            <th scope="col" className={table.wide}>
              Source
            </th>
            <th scope="col">
              <VisuallyHidden>Open</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {records.map((record) => (
            <RecordRow key={record.id} record={record} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Everything recorded of a patient, newest first. */
export function RecordList(props: RecordListProps) {
  const { all, hasOlder, loadOlder, loading, error } = useRecords(props);
  return (
    <section className={card.card} aria-label="Records">
      <header className={card.header}>
        <h1 className={card.title}>Records</h1>
        <span className={table.dim}>
          {all.length}
          {hasOlder ? ', older ones not shown' : ''}
        </span>
      </header>
      {all.length === 0 ? (
        <StatePanel kind="first" title="No records yet">
          Recordings sent for this patient show here within seconds.
        </StatePanel>
      ) : (
        <RecordTable records={all} timeZone={props.timeZone} />
      )}
      {hasOlder && (
        <footer className={card.foot}>
          <Button loading={loading} onClick={() => void loadOlder()}>
            Load older records
          </Button>
          {error && <span role="alert">{error.message} Nothing is lost; try again.</span>}
        </footer>
      )}
    </section>
  );
}
