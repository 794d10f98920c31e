'use client';

import { Button, SegmentedControl } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { LeftOutNote } from '@/components/patients/left-out-note';
import { PatientTimeline } from '@/components/patients/timeline/patient-timeline';
import card from '@/components/ui/card.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import { formatPlainDate } from '@/lib/client/format-time';
import { minutesOfNights, oximetryOfNights, pressureOfNights } from '@/lib/patients/domain/night-trends';
import {
  calendarNights,
  currentStreak,
  settingsChanges,
  trialState,
  usageOfNights,
} from '@/lib/patients/domain/therapy-trends';
import { dateOfDay, dayNumber } from '@/lib/patients/domain/timeline';
import { ahiTrend, leakTrend, TREND_NIGHTS } from '@/lib/patients/domain/trends';
import type { Timeline } from '@/lib/patients/timeline-contracts';
import { SettingsChanges } from './settings-changes';
import { TrendStrip } from './trend-strip';
import classes from './trends.module.css';
import { UseCalendar } from './use-calendar';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

const RANGES = [7, 30, 90, 365] as const;
type Range = (typeof RANGES)[number];
const FIRST_RANGE: Range = 90;

interface TrendsViewProps {
  patientRef: string;
  timeline: Timeline;
  /** The start of therapy, where it is known. */
  therapyStart: string | null;
  /** The newest night that can be over. */
  lastNight: string;
  now: string;
  timeZone: string;
}

/** The night before which nothing was read though there is something; null where all nights were read. */
function firstRead({ nights, truncated }: Timeline): string | null {
  return truncated ? (nights[0]?.night ?? null) : null;
}

function useStretch(lastNight: string, { nights, ...timeline }: Timeline) {
  const newest = nights.at(-1)?.night;
  const earliest = firstRead({ nights, ...timeline });
  const [range, setRange] = useState<Range>(FIRST_RANGE);
  // where the newest night lies before all that would be shown, it is shown first
  const [wanted, setEnd] = useState(() =>
    newest && dayNumber(newest) <= dayNumber(lastNight) - FIRST_RANGE ? newest : lastNight,
  );
  // nights that were not read must not pass for nights without data
  const least = earliest === null ? Number.NEGATIVE_INFINITY : dayNumber(earliest) + range - 1;
  const end = dateOfDay(Math.max(dayNumber(wanted), least));
  const start = dateOfDay(dayNumber(end) - range + 1);
  const move = (by: number) => setEnd(dateOfDay(Math.min(dayNumber(end) + by * range, dayNumber(lastNight))));
  return { range, setRange, end, move, start, isNewest: end >= lastNight, isOldest: start === earliest };
}

const isUnread = (therapyStart: string | null, first: string | null) =>
  therapyStart !== null && first !== null && therapyStart < first;

function useFigures({ timeline, therapyStart, lastNight }: TrendsViewProps, end: string, range: Range) {
  const { nights } = timeline;
  const first = firstRead(timeline);
  return useMemo(
    () => ({
      usage: usageOfNights(nights, end, range),
      now30: usageOfNights(nights, lastNight, TREND_NIGHTS),
      streak: currentStreak(nights, lastNight),
      trial: isUnread(therapyStart, first) ? ('not_read' as const) : trialState(nights, therapyStart, lastNight),
      ahi: ahiTrend(nights, end, range),
      leak: leakTrend(nights, end, range),
      pressure: pressureOfNights(nights, end, range),
      oximetry: oximetryOfNights(nights, end, range),
      atMaximum: minutesOfNights(nights, end, range, 'time_at_max_pressure_minutes'),
      periodic: minutesOfNights(nights, end, range, 'periodic_breathing_minutes'),
      calendar: calendarNights(nights, end, range),
      changes: settingsChanges(nights),
    }),
    [nights, first, therapyStart, lastNight, end, range],
  );
}

function StretchTools({ stretch, patientRef }: { stretch: ReturnType<typeof useStretch>; patientRef: string }) {
  const { range, setRange, start, end, move, isNewest, isOldest } = stretch;
  return (
    <div className={classes.tools}>
      <h1 className={classes.heading}>Therapy trends</h1>
      <SegmentedControl
        size="xs"
        aria-label="Range"
        data={RANGES.map((days) => ({ value: String(days), label: `${days} d` }))}
        value={String(range)}
        onChange={(value) => setRange(RANGES.find((days) => String(days) === value) ?? 90)}
      />
      <Button aria-label="Earlier" disabled={isOldest} onClick={() => move(-1)}>
        <IconChevronLeft {...ICON} />
      </Button>
      <span>
        {formatPlainDate(start)} to {formatPlainDate(end)}
      </span>
      <Button aria-label="Later" disabled={isNewest} onClick={() => move(1)}>
        <IconChevronRight {...ICON} />
      </Button>
      <Button
        component="a"
        leftSection={<IconDownload {...ICON} />}
        href={`/api/patients/${patientRef}/nights/csv?from=${start}&to=${dateOfDay(dayNumber(end) + 1)}`}
        download={`nights-${start}-to-${end}.csv`}
      >
        Export CSV
      </Button>
    </div>
  );
}

function NoNights() {
  return (
    <section className={card.card} aria-label="Trends">
      <StatePanel kind="first" title="No nights yet">
        Trends show here when the first night of therapy has arrived.
      </StatePanel>
    </section>
  );
}

/** Use, events, leak and settings of a patient over weeks and months. */
export function TrendsView(props: TrendsViewProps) {
  const { patientRef, timeline, lastNight, now, timeZone } = props;
  const stretch = useStretch(lastNight, timeline);
  const { start, end, range } = stretch;
  const { calendar, changes, ...figures } = useFigures(props, end, range);
  const shown = changes.filter(({ date }) => date >= start && date <= end);
  if (timeline.nights.length === 0) {
    return (
      <div className={card.page}>
        <NoNights />
      </div>
    );
  }
  return (
    <>
      <StretchTools stretch={stretch} patientRef={patientRef} />
      <div className={card.page}>
        <LeftOutNote timeline={timeline} done="counted" />
        <TrendStrip {...figures} />
        <div className={classes.columns}>
          <div className={classes.column}>
            <PatientTimeline
              key={`${start} ${end}`}
              timeline={timeline}
              now={now}
              timeZone={timeZone}
              shown={{ from: dayNumber(start), to: dayNumber(end) + 1.5 }}
            />
            <SettingsChanges changes={shown} />
          </div>
          <UseCalendar nights={calendar} />
        </div>
      </div>
    </>
  );
}
