import type { ReactNode } from 'react';
import card from '@/components/ui/card.module.css';
import { formatPlainDate } from '@/lib/client/format-time';
import type { MinutesOfNights, OximetryOfNights, PressureOfNights } from '@/lib/patients/domain/night-trends';
import type { TrialState, UsageOfNights } from '@/lib/patients/domain/therapy-trends';
import type { ValueSource } from '@/lib/patients/domain/timeline';
import type { AhiTrend, LeakTrend } from '@/lib/patients/domain/trends';
import { NEEDED_NIGHTS, WINDOW_NIGHTS } from '@/lib/therapy/domain/adherence/adherence';
import classes from './trends.module.css';

const sourceWord = (source: ValueSource) => (source === 'device' ? 'Device' : 'Computed');
const hours = (minutes: number | null) => (minutes === null ? null : (minutes / 60).toFixed(1));

function Fact({
  name,
  value,
  unit,
  children,
}: {
  name: string;
  value: string | null;
  unit?: string;
  children: ReactNode;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span className={classes.figure}>{value ?? '–'}</span>{' '}
        {value !== null && unit && <span className={classes.source}>{unit}</span>}
        <div className={classes.source}>{children}</div>
      </dd>
    </div>
  );
}

const OUTLOOK = { met: 'met', open: 'can still be met', missed: 'not met' } as const;

const nightsText = (count: number) => `${count} ${count === 1 ? 'night' : 'nights'}`;

function PressureFact({ pressure }: { pressure: PressureOfNights | null }) {
  const text = (value: number | null) => value?.toFixed(1) ?? '–';
  return (
    <Fact name="Pressure P50 / P95" value={pressure && `${text(pressure.p50)} / ${text(pressure.p95)}`} unit="cmH₂O">
      {pressure
        ? `${sourceWord(pressure.source)}, means of nightly values, ${nightsText(pressure.nights)}`
        : 'No night tells it'}
    </Fact>
  );
}

function OximetryFacts({ oximetry }: { oximetry: OximetryOfNights | null }) {
  const of = oximetry
    ? `${sourceWord(oximetry.source)}; ${(oximetry.valid_minutes / 60).toFixed(1)} h valid oximetry, ${nightsText(oximetry.nights)}`
    : 'No night with valid oximetry';
  const percent = oximetry?.t90_percent ?? null;
  return (
    <>
      <Fact name="T90" value={percent === null ? null : percent.toFixed(1)} unit="% of valid time">
        {percent !== null && `${oximetry?.t90_minutes?.toFixed(0)} min a night under 90 %; `}
        {of}
      </Fact>
      <Fact name="ODI, falls of 4 %" value={oximetry?.odi?.toFixed(1) ?? null} unit="/h">
        {of}
      </Fact>
    </>
  );
}

function MinutesFact({ name, of }: { name: string; of: MinutesOfNights | null }) {
  return (
    <Fact name={name} value={of?.minutes.toFixed(0) ?? null} unit="min a night">
      {of ? `${sourceWord(of.source)}, mean, told by ${nightsText(of.nights)}` : 'No night tells it'}
    </Fact>
  );
}

function TrialFact({ trial }: Pick<TrendStripProps, 'trial'>) {
  if (!trial || trial === 'not_read') {
    return (
      <Fact name="Best 30 nights of the first 90" value={null}>
        {trial ? 'Its nights are older than those read here' : 'The start of therapy is not known'}
      </Fact>
    );
  }
  const { best, outlook } = trial;
  return (
    <Fact name="Best 30 nights of the first 90" value={`${best.adherent} of ${WINDOW_NIGHTS}`}>
      {NEEDED_NIGHTS} needed: {OUTLOOK[outlook]}; {formatPlainDate(best.from)} to {formatPlainDate(best.to)}
    </Fact>
  );
}

interface TrendStripProps {
  usage: UsageOfNights;
  now30: UsageOfNights;
  streak: number;
  /** `not_read` where its nights are not among those that were read. */
  trial: TrialState | 'not_read' | null;
  ahi: AhiTrend | null;
  leak: LeakTrend | null;
  pressure: PressureOfNights | null;
  oximetry: OximetryOfNights | null;
  atMaximum: MinutesOfNights | null;
  periodic: MinutesOfNights | null;
}

/** A stretch of nights in figures; each says whose it is and what counts as 0. */
export function TrendStrip({ usage, now30, streak, trial, ahi, leak, ...more }: TrendStripProps) {
  const share = Math.round((100 * usage.adherent) / usage.nights);
  const parts = ahi
    ? Object.entries(ahi.parts).flatMap(([name, value]) =>
        value === null ? [] : `${PART_WORDS[name]} ${value.toFixed(1)}`,
      )
    : [];
  return (
    <section className={card.card} aria-label="Figures">
      <dl className={classes.strip}>
        <Fact name="Nights ≥ 4 h" value={`${usage.adherent} of ${usage.nights}`}>
          {share} %; no data counts as 0{usage.excluded > 0 && `; ${usage.excluded} with exclusions, counted whole`}
        </Fact>
        <Fact name="Nights with data" value={String(usage.with_data)} unit={`of ${usage.nights}`}>
          {usage.nights - usage.with_data} no data, {usage.unused} at 0 h
        </Fact>
        <Fact name="Usage, nights with data" value={hours(usage.mean)} unit="h mean">
          {sourceWord(usage.source)}; with zeros {hours(usage.mean_with_zeros) ?? '–'} h; median of used{' '}
          {hours(usage.median_used) ?? '–'} h{usage.excluded > 0 && '; without what is excluded'}
        </Fact>
        <Fact name="AHI, pooled" value={ahi?.value.toFixed(1) ?? null} unit="/h">
          {ahi ? `${sourceWord(ahi.source)}, per usage hour; ${parts.join(', ')}` : 'No night tells it'}
        </Fact>
        <Fact name="Leak P95" value={leak ? leak.value.toFixed(0) : null} unit="L/min">
          {leak ? `${sourceWord(leak.source)}, mean of nightly P95` : 'No night tells it'}
        </Fact>
        <PressureFact pressure={more.pressure} />
        <MinutesFact name="At maximum pressure" of={more.atMaximum} />
        <MinutesFact name="Periodic breathing" of={more.periodic} />
        <OximetryFacts oximetry={more.oximetry} />
        <TrialFact trial={trial} />
        <Fact name="Last 30 nights" value={`${now30.adherent} of ${now30.nights}`}>
          {now30.nights - now30.with_data} no data; {streak} in a row now
        </Fact>
      </dl>
    </section>
  );
}

const PART_WORDS: Record<string, string> = {
  oai: 'obstructive',
  cai: 'central',
  mai: 'mixed',
  uai: 'unclassified',
  hi: 'hypopnoea',
};
