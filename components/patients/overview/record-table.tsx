'use client';

import { Button, SegmentedControl, VisuallyHidden } from '@mantine/core';
import { IconHeartRateMonitor, IconMoon2 } from '@tabler/icons-react';
import Link from 'next/link';
import { useMemo, useRef, useState } from 'react';
import { ReadingChip } from '@/components/ecg/reading-chip';
import { LeftOutNote } from '@/components/patients/left-out-note';
import type { PlannedChange } from '@/components/recordings/record-dialogs';
import { type NamedRecord, RecordMenu, type RecordRights } from '@/components/recordings/record-menu';
import { TableChangeNotes, useTableChanges } from '@/components/recordings/table-changes';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import { type ChipState, StatusChip } from '@/components/ui/status-chip';
import { useRowKeys } from '@/components/ui/use-row-keys';
import { formatDateTime, formatPlainDate } from '@/lib/client/format-time';
import { qtcFormulaText } from '@/lib/client/measured-text';
import { modeWord } from '@/lib/client/settings-words';
import { linkText } from '@/lib/correlation/domain/links/link-text';
import type { Timeline, TimelineEcg, TimelineNight, TimelineNightValues } from '@/lib/patients/timeline-contracts';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;
const PAGE = 25;
const STATUS_CHIPS: Record<Exclude<TimelineEcg['status'], 'stored'>, { state: ChipState; word: string }> = {
  processing: { state: 'waiting', word: 'Being read' },
  quarantined: { state: 'held', word: 'Held' },
  failed: { state: 'critical', word: 'Failed' },
  deleted: { state: 'absent', word: 'Deleted' },
};

type Entry = { at: string } & ({ kind: 'ecg'; ecg: TimelineEcg } | { kind: 'night'; night: TimelineNight });
type Filter = 'all' | Entry['kind'];

function entriesOf({ ecgs, nights }: Timeline): Entry[] {
  const all: Entry[] = [
    ...ecgs.map((ecg) => ({ kind: 'ecg' as const, at: ecg.recording_date, ecg })),
    ...nights.map((night) => ({ kind: 'night' as const, at: night.start, night })),
  ];
  return all.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

function ecgSummary(ecg: TimelineEcg): string {
  const parts = [
    ecg.statement,
    ecg.heart_rate_bpm === null ? null : `HR ${Math.round(ecg.heart_rate_bpm)} bpm`,
    ecg.qtc_ms === null ? null : `QTc ${Math.round(ecg.qtc_ms)} ms (${qtcFormulaText(ecg.qtc_formula)})`,
  ].filter((part) => part !== null);
  const said = parts.length === 0 ? 'No statement and no measurements sent' : `Device: ${parts.join(', ')}`;
  return ecg.link?.night_id ? `${said} · ${linkText(ecg.link.kind)}` : said;
}

/** The device's own figure where it sent one, ours otherwise, with whose it is; null where there is neither. */
function nightFigure(night: TimelineNight, name: keyof TimelineNightValues) {
  const reported = night.device_reported?.[name] ?? null;
  if (reported !== null) return { value: reported, source: 'device' };
  const computed = night.computed[name];
  return computed === null ? null : { value: computed, source: 'computed' };
}

function nightSummary(night: TimelineNight): string {
  const usage = nightFigure(night, 'usage_minutes');
  const ahi = nightFigure(night, 'ahi');
  return [
    usage ? `${(usage.value / 60).toFixed(1)} h (${usage.source})` : 'usage not known',
    ahi ? `AHI ${ahi.value.toFixed(1)} /h (${ahi.source}, per usage hour)` : 'AHI not known',
  ].join(', ');
}

/** What a row shows, whatever its kind. */
interface RowFacts {
  id: string;
  href: string;
  title: string;
  when: string;
  summary: string;
  device: string;
  records: NamedRecord[];
}

function factsOf(entry: Entry, timeZone: string): RowFacts {
  if (entry.kind === 'ecg') {
    const { ecg } = entry;
    const title = `${ecg.lead_count}-lead ECG`;
    const when = formatDateTime(ecg.recording_date, timeZone);
    const facts = { id: ecg.id, href: `/ecg/${ecg.id}`, title, when, summary: ecgSummary(ecg), device: ecg.device };
    return { ...facts, records: [{ id: ecg.id, modality: 'ecg', label: null }] };
  }
  const { night } = entry;
  return {
    id: night.id,
    href: `/therapy/${night.id}`,
    title: `Night, ${modeWord(night.mode)}`,
    when: `Night of ${formatPlainDate(night.night)}`,
    summary: nightSummary(night),
    device: night.device,
    records: night.records.map((record, index) => ({
      ...record,
      label: night.records.length > 1 ? `Record ${index + 1} of ${night.records.length}` : null,
    })),
  };
}

function NightState({ night: { excluded, excluded_sessions: count } }: { night: TimelineNight }) {
  if (excluded) return <StatusChip state="absent" word="Excluded" />;
  return count > 0 ? (
    <StatusChip state="info" word={`${count} ${count === 1 ? 'session' : 'sessions'} excluded`} />
  ) : null;
}

function StateCell({ entry }: { entry: Entry }) {
  if (entry.kind === 'night') return <NightState night={entry.night} />;
  const { ecg } = entry;
  if (ecg.status !== 'stored') return <StatusChip {...STATUS_CHIPS[ecg.status]} />;
  return (
    <>
      {ecg.priority === 'stat' && <StatusChip state="critical" word="STAT" />}
      {ecg.priority === 'urgent' && <StatusChip state="high" word="Urgent" />} <ReadingChip state={ecg.reading_state} />
    </>
  );
}

interface RowProps {
  entry: Entry;
  timeZone: string;
  rights: RecordRights;
  onPlan: (planned: PlannedChange) => void;
}

function RecordRow({ entry, timeZone, rights, onPlan }: RowProps) {
  const { href, title, when, summary, device, records } = factsOf(entry, timeZone);
  return (
    <tr>
      <td className={`${table.icon} ${table.wide}`}>
        {entry.kind === 'ecg' ? <IconHeartRateMonitor {...ICON} /> : <IconMoon2 {...ICON} />}
      </td>
      <td>
        <span className={table.strong}>{title}</span>
        <span className={table.narrow}>{when}</span>
      </td>
      <td className={`${table.noWrap} ${table.wide}`}>{when}</td>
      <td className={table.wide}>{summary}</td>
      <td>
        <StateCell entry={entry} />
      </td>
      <td className={table.wide}>{device}</td>
      <td className={table.number}>
        <Link href={href} prefetch={false} data-row-link aria-label={`Open ${title} of ${when}`}>
          Open
        </Link>{' '}
        <RecordMenu name={`${title} of ${when}`} records={records} rights={rights} onPlan={onPlan} />
      </td>
    </tr>
  );
}

function RecordRows({ entries, timeZone, ...rest }: Omit<RowProps, 'entry'> & { entries: Entry[] }) {
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
          {entries.map((entry) => (
            <RecordRow key={factsOf(entry, timeZone).id} entry={entry} timeZone={timeZone} {...rest} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Paging({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) {
  return (
    <footer className={card.foot}>
      <Button disabled={page === 0} onClick={() => onPage(page - 1)}>
        Newer
      </Button>
      <Button disabled={page >= pages - 1} onClick={() => onPage(page + 1)}>
        Older
      </Button>
      <span role="status">
        Page {page + 1} of {pages}
      </span>
    </footer>
  );
}

interface RecordTableProps {
  timeline: Timeline;
  now: string;
  timeZone: string;
  rights: RecordRights;
}

/** Everything recorded of a patient, newest first: ECGs and nights in one table. */
export function RecordTable({ timeline, now, timeZone, rights }: RecordTableProps) {
  const changes = useTableChanges();
  const [filter, setFilter] = useState<Filter>('all');
  const [page, setPage] = useState(0);
  const entries = useMemo(() => entriesOf(timeline), [timeline]);
  const shown = filter === 'all' ? entries : entries.filter((entry) => entry.kind === filter);
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  const countOf = ({ length }: { length: number }) => `${length}${timeline.truncated ? '+' : ''}`;
  const choices = [
    { value: 'all', label: `All ${countOf(entries)}` },
    { value: 'ecg', label: `ECG ${countOf(timeline.ecgs)}` },
    { value: 'night', label: `Nights ${countOf(timeline.nights)}` },
  ] as const;
  const choose = (value: string) => {
    setFilter(choices.find((choice) => choice.value === value)?.value ?? 'all');
    setPage(0);
  };
  return (
    <section className={card.card} aria-label="Records">
      <header className={card.header}>
        <h2 className={card.title}>Records</h2>
        <SegmentedControl size="xs" aria-label="Kind of record" data={[...choices]} value={filter} onChange={choose} />
      </header>
      <LeftOutNote timeline={timeline} done="listed" />
      <TableChangeNotes changes={changes} movedAway={timeline.moved_away} now={now} timeZone={timeZone} />
      {shown.length === 0 ? (
        <StatePanel kind="first" title="No records yet">
          Recordings sent for this patient show here within seconds.
        </StatePanel>
      ) : (
        <RecordRows
          entries={shown.slice(page * PAGE, (page + 1) * PAGE)}
          timeZone={timeZone}
          rights={rights}
          onPlan={changes.plan}
        />
      )}
      {pages > 1 && <Paging page={page} pages={pages} onPage={setPage} />}
    </section>
  );
}
