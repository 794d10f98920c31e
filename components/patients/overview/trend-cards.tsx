import type { ReactNode } from 'react';
import card from '@/components/ui/card.module.css';
import { StatusChip } from '@/components/ui/status-chip';
import { formatDate, formatPlainDate, formatTime } from '@/lib/client/format-time';
import { formatWhole } from '@/lib/client/format-value';
import { qtcFormulaText } from '@/lib/client/measured-text';
import { isFinal } from '@/lib/ecg/domain/reading/reading';
import type { ValueSource } from '@/lib/patients/domain/timeline';
import {
  ahiTrend,
  heartRateTrend,
  leakTrend,
  pressureTrend,
  QTC_REPEATABILITY_MS,
  qtcTrend,
  TREND_NIGHTS,
  usageTrend,
} from '@/lib/patients/domain/trends';
import type { Timeline, TimelineEcg } from '@/lib/patients/timeline-contracts';
import { Spark } from './spark';
import classes from './trend-cards.module.css';

interface TrendCardProps {
  title: string;
  /** Null where there is nothing; `compare` then says why. */
  value: string | null;
  unit: string;
  compare: string;
  source: string;
  spark?: ReactNode;
  chip?: ReactNode;
}

function TrendCard({ title, value, unit, compare, source, spark, chip }: TrendCardProps) {
  return (
    <section className={`${card.card} ${classes.card}`} aria-label={title}>
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {chip}
      </header>
      <div className={classes.figure}>
        <span>
          <b>{value ?? '–'}</b> {value !== null && <span className={classes.unit}>{unit}</span>}
        </span>
        {spark}
      </div>
      <div className={classes.compare}>{compare}</div>
      <div className={classes.source}>{source}</div>
    </section>
  );
}

const sourceWord = (source: ValueSource) => (source === 'device' ? 'Device' : 'Computed');
const oneDecimal = (value: number) => value.toFixed(1);
const hours = (minutes: number) => oneDecimal(minutes / 60);

/** Whose value it is and how far its reading is: what nobody has confirmed is headed by its device. */
function ecgSource(ecg: TimelineEcg, timeZone: string): string {
  const when = `${formatDate(ecg.recording_date, timeZone)} ${formatTime(ecg.recording_date, timeZone)}`;
  return isFinal(ecg.reading_state) ? `Device, ${when}` : `Device: unconfirmed, ${when}`;
}

function QtcCard({ ecgs, timeZone }: { ecgs: TimelineEcg[]; timeZone: string }) {
  const trend = qtcTrend(ecgs);
  if (!trend) {
    const compare = ecgs.length === 0 ? 'No ECG yet' : 'No ECG brought a QTc';
    return <TrendCard title="QTc" value={null} unit="ms" compare={compare} source="Device" />;
  }
  const { previous, ecg } = trend;
  const compare = previous
    ? `${previous.change_ms > 0 ? '+' : ''}${formatWhole(previous.change_ms)} ms vs ${formatDate(previous.ecg.recording_date, timeZone)}, ${
        previous.within_repeatability ? 'within repeatability' : 'beyond repeatability'
      } (±${QTC_REPEATABILITY_MS})`
    : 'No earlier ECG with this formula';
  return (
    <TrendCard
      title={`QTc, ${qtcFormulaText(ecg.qtc_formula)}`}
      value={formatWhole(trend.value)}
      unit="ms"
      compare={compare}
      source={ecgSource(ecg, timeZone)}
      spark={<Spark values={trend.series} kind="line" tone="heart" />}
    />
  );
}

function HeartRateCard({ ecgs, timeZone }: { ecgs: TimelineEcg[]; timeZone: string }) {
  const trend = heartRateTrend(ecgs);
  if (!trend) {
    const compare = ecgs.length === 0 ? 'No ECG yet' : 'No ECG brought a heart rate';
    return <TrendCard title="Heart rate" value={null} unit="bpm" compare={compare} source="Device" />;
  }
  const range = `${formatWhole(trend.lowest)} to ${formatWhole(trend.highest)} over ${trend.count} ECGs`;
  return (
    <TrendCard
      title="Heart rate"
      value={formatWhole(trend.value)}
      unit="bpm"
      compare={trend.count > 1 ? range : 'No other ECG'}
      source={ecgSource(trend.ecg, timeZone)}
      spark={<Spark values={trend.series} kind="line" tone="heart" />}
    />
  );
}

interface NightCardProps {
  nights: Timeline['nights'];
  /** Date of the newest night that can be over. */
  lastNight: string;
}

function missingText(nights: Timeline['nights']): string {
  const last = nights.at(-1);
  return last ? `None in ${TREND_NIGHTS} nights; last night with data ${formatPlainDate(last.night)}` : 'No night yet';
}

const PART_WORDS = { cai: 'central', oai: 'obstr.', hi: 'hypop.', uai: 'unclass.', mai: 'mixed' } as const;

function AhiCard({ nights, lastNight }: NightCardProps) {
  const title = `AHI, ${TREND_NIGHTS} nights`;
  const trend = ahiTrend(nights, lastNight);
  if (!trend)
    return <TrendCard title={title} value={null} unit="/h" compare={missingText(nights)} source="Per usage hour" />;
  const names = Object.keys(PART_WORDS) as (keyof typeof PART_WORDS)[]; // the keys just above
  const parts = names.flatMap((name) => {
    const value = trend.parts[name];
    return value === null || (value === 0 && (name === 'uai' || name === 'mai'))
      ? []
      : [`${PART_WORDS[name]} ${oneDecimal(value)}`];
  });
  return (
    <TrendCard
      title={title}
      value={oneDecimal(trend.value)}
      unit="/h"
      compare={parts.length > 0 ? parts.join(', ') : 'Kinds of event not reported'}
      source={`${sourceWord(trend.source)}, per usage hour, ${trend.nights} nights pooled`}
      spark={<Spark values={trend.series} kind="line" tone="therapy" />}
    />
  );
}

function UsageCard({ nights, lastNight }: NightCardProps) {
  const trend = usageTrend(nights, lastNight);
  const title = `Usage, ${TREND_NIGHTS} nights`;
  if (!trend)
    return <TrendCard title={title} value={null} unit="h" compare={missingText(nights)} source="Mask-on time" />;
  const counted = TREND_NIGHTS - trend.excluded_nights;
  const missing = counted - trend.nights_with_data;
  const left = trend.excluded_nights > 0 ? `, ${trend.excluded_nights} excluded` : '';
  return (
    <TrendCard
      title={title}
      value={hours(trend.value)}
      unit="h, mean"
      compare={`${hours(trend.mean_with_zeros)} h with zeros; ${trend.adherent_nights} of ${counted} nights ≥ 4 h`}
      source={`${sourceWord(trend.source)}, mean of ${trend.nights_with_data} nights with data${left}`}
      spark={<Spark values={trend.series} kind="bars" tone="therapy" least={240} />}
      chip={missing > 0 && <StatusChip state="absent" word={`${missing} no data`} />}
    />
  );
}

function LeakCard({ nights, lastNight }: NightCardProps) {
  const trend = leakTrend(nights, lastNight);
  const title = `Leak P95, ${TREND_NIGHTS} nights`;
  if (!trend)
    return <TrendCard title={title} value={null} unit="L/min" compare={missingText(nights)} source="Mean of nights" />;
  return (
    <TrendCard
      title={title}
      value={formatWhole(trend.value)}
      unit="L/min"
      compare={`highest ${formatWhole(trend.highest)}, mean of ${trend.nights} nights`}
      source={`${sourceWord(trend.source)}, ${trend.leak_type ?? 'kind of leak not stated'}`}
      spark={<Spark values={trend.series} kind="line" tone="leak" />}
    />
  );
}

function PressureCard({ nights, lastNight }: NightCardProps) {
  const trend = pressureTrend(nights, lastNight);
  if (!trend)
    return (
      <TrendCard title="Pressure P95" value={null} unit="cmH₂O" compare={missingText(nights)} source="Newest night" />
    );
  return (
    <TrendCard
      title="Pressure P95"
      value={oneDecimal(trend.value)}
      unit="cmH₂O"
      compare={trend.epap === null ? 'EPAP not reported' : `EPAP ${oneDecimal(trend.epap)}`}
      source={`${sourceWord(trend.source)}, night of ${formatPlainDate(trend.night.night)}`}
      spark={<Spark values={trend.series} kind="line" tone="therapy" />}
    />
  );
}

interface TrendCardsProps extends NightCardProps {
  ecgs: TimelineEcg[];
  timeZone: string;
}

/** Six values with what they compare with and whose they are. */
export function TrendCards({ ecgs, nights, lastNight, timeZone }: TrendCardsProps) {
  return (
    <div className={classes.cards}>
      <QtcCard ecgs={ecgs} timeZone={timeZone} />
      <HeartRateCard ecgs={ecgs} timeZone={timeZone} />
      <AhiCard nights={nights} lastNight={lastNight} />
      <UsageCard nights={nights} lastNight={lastNight} />
      <LeakCard nights={nights} lastNight={lastNight} />
      <PressureCard nights={nights} lastNight={lastNight} />
    </div>
  );
}
