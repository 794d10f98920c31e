import Link from 'next/link';
import type { ReactNode } from 'react';
import { ReadingChip } from '@/components/ecg/reading-chip';
import table from '@/components/ui/data-table.module.css';
import { type ChipState, StatusChip } from '@/components/ui/status-chip';
import { formatName, formatSexLetter } from '@/lib/client/format-person';
import { formatAge, formatDate, formatPlainDate } from '@/lib/client/format-time';
import { formatWhole } from '@/lib/client/format-value';
import { modeWord } from '@/lib/client/settings-words';
import type { Figure, PatientSummary } from '@/lib/patients/contracts';
import { isHeartRateExtreme, isQtcProlonged } from '@/lib/patients/domain/facets';
import { READING_STATES } from '@/lib/recordings/contracts';
import { markMatch } from './mark-match';
import { NightBars } from './night-bars';
import classes from './patient-table.module.css';

const FORMULA_LETTERS: Record<string, [string, string]> = {
  bazett: ['B', 'Bazett'],
  fridericia: ['F', 'Fridericia'],
  framingham: ['Fr', 'Framingham'],
  hodges: ['H', 'Hodges'],
};

const QTC_CRITICAL_MS = 500;
const AHI_REVIEW = 10;

const dash = (why: string) => (
  <span className={table.dim} title={why}>
    –
  </span>
);

/** A date of this year without its year. */
function shortDate(instant: string, now: string, timeZone: string): string {
  const year = formatDate(now, timeZone).slice(-5);
  const date = formatDate(instant, timeZone);
  return date.endsWith(year) ? date.slice(0, -5) : date;
}

function Marked({ text, search }: { text: string; search: string }) {
  let at = 0;
  return markMatch(text, search).map((piece) => {
    const key = at;
    at += piece.text.length;
    return piece.hit ? <mark key={key}>{piece.text}</mark> : <span key={key}>{piece.text}</span>;
  });
}

/** A number, as a chip where it asks for a look. */
function Flagged({ text, state }: { text: string; state: ChipState | null }) {
  return state === null ? text : <StatusChip state={state} word={text} />;
}

function HeartRate({ ecg }: { ecg: PatientSummary['last_ecg'] }) {
  const text = formatWhole(ecg?.heart_rate_bpm ?? null);
  if (!ecg || text === null) return dash(ecg ? 'not sent' : 'no ECG');
  return <Flagged text={text} state={isHeartRateExtreme(ecg.heart_rate_bpm ?? 0) ? 'critical' : null} />;
}

function Qtc({ ecg, sex }: { ecg: PatientSummary['last_ecg']; sex: string }) {
  const qtc = ecg?.qtc_ms ?? null;
  const text = formatWhole(qtc);
  if (qtc === null || text === null) return dash(ecg ? 'not sent' : 'no ECG');
  const state = qtc >= QTC_CRITICAL_MS ? 'critical' : isQtcProlonged(qtc, sex) ? 'caution' : null;
  const [letter, name] = FORMULA_LETTERS[ecg?.qtc_formula?.toLowerCase() ?? ''] ?? ['?', 'formula not stated'];
  return (
    <>
      <Flagged text={text} state={state} />
      <span className={classes.formula} title={name}>
        {letter}
      </span>
    </>
  );
}

/** A therapy figure of the newest night; computed ones carry a "c". */
function TherapyFigure({ figure, digits, state = null }: { figure: Figure; digits: number; state?: ChipState | null }) {
  if (!figure) return dash('not known');
  return (
    <>
      <Flagged text={figure.value.toFixed(digits)} state={state} />
      {figure.source === 'computed' && (
        <span className={classes.formula} title="computed">
          c
        </span>
      )}
    </>
  );
}

function Leak({ night }: { night: PatientSummary['last_night'] }) {
  if (!night) return dash('no night');
  if (night.leak_type === 'total') return <span className={table.dim}>total</span>;
  if (night.leak_type === null) return dash('kind of leak not stated');
  return <TherapyFigure figure={night.leak_p95_l_min} digits={0} />;
}

type RecentUsage = NonNullable<PatientSummary['recent_usage']>;

function usageSentence({ minutes, last_night, computed_nights, excluded_nights = 0 }: RecentUsage): string {
  const known = minutes.filter((value) => value !== null);
  const adherent = known.filter((value) => Math.floor(value) >= 240).length;
  const excluded = excluded_nights > 0 ? `, ${excluded_nights} excluded` : '';
  const source = computed_nights === 0 ? 'device' : `device, ${computed_nights} computed`;
  return `Usage of 14 nights to ${formatPlainDate(last_night)}: ${adherent} of 4 h or more, ${minutes.length - known.length - excluded_nights} without data${excluded} (${source})`;
}

function Usage({ usage }: { usage: PatientSummary['recent_usage'] }) {
  const last = usage?.minutes.at(-1) ?? null;
  if (!usage || last === null) return dash(usage ? 'not known' : 'no night');
  return (last / 60).toFixed(1);
}

function NameCell({ patient, search, born }: { patient: PatientSummary; search: string; born: ReactNode }) {
  return (
    <td className={classes.identity}>
      <Link href={`/patients/${patient.patient_ref}`} prefetch={false} data-row-link className={table.strong}>
        <Marked text={formatName(patient)} search={search} />
      </Link>{' '}
      {!patient.verified && <StatusChip state="caution" word="Unverified" />}
      <span className={table.narrow}>
        {born} · {formatSexLetter(patient.sex)} · <Marked text={patient.patient_id} search={search} />
      </span>
    </td>
  );
}

function TherapyCells({ patient }: { patient: PatientSummary }) {
  const { last_night: night, recent_usage: usage } = patient;
  const ahi = night?.ahi ?? null;
  const number = `${table.number} ${table.wide}`;
  return (
    <>
      <td className={`${table.noWrap} ${table.wide}`}>
        {night ? modeWord(night.mode) : dash(patient.therapy_count > 0 ? 'no night assembled' : 'no therapy')}
      </td>
      <td className={table.wide}>{usage && <NightBars minutes={usage.minutes} sentence={usageSentence(usage)} />}</td>
      <td className={number}>
        <Usage usage={usage} />
      </td>
      <td className={number}>
        <TherapyFigure figure={ahi} digits={1} state={ahi && ahi.value >= AHI_REVIEW ? 'high' : null} />
      </td>
      <td className={number}>
        <Leak night={night} />
      </td>
    </>
  );
}

interface PatientRowProps {
  patient: PatientSummary;
  search: string;
  now: string;
  timeZone: string;
}

/** One patient of the list: identity, newest ECG, newest night. */
export function PatientRow({ patient, search, now, timeZone }: PatientRowProps) {
  const { last_ecg: ecg, last_night: night } = patient;
  const born = patient.birth_date ? (
    <>
      <Marked text={formatPlainDate(patient.birth_date)} search={search} />{' '}
      <span className={table.dim}>{formatAge(patient.birth_date, now, timeZone)}</span>
    </>
  ) : (
    <span className={table.dim}>not sent</span>
  );
  const reading = READING_STATES.find((state) => state === ecg?.reading_state);
  return (
    <tr data-ecg={ecg ? `/ecg/${ecg.id}` : undefined} data-night={night ? `/therapy/${night.id}` : undefined}>
      <NameCell patient={patient} search={search} born={born} />
      <td className={`${table.noWrap} ${table.wide}`}>{born}</td>
      <td className={table.wide}>{formatSexLetter(patient.sex)}</td>
      <td className={`${table.noWrap} ${table.wide}`}>
        <Marked text={patient.patient_id} search={search} />
      </td>
      <td className={`${table.noWrap} ${table.wide}`}>
        {ecg ? shortDate(ecg.recording_date, now, timeZone) : <span className={table.dim}>none</span>}
      </td>
      <td className={`${table.number} ${table.noWrap}`}>
        <HeartRate ecg={ecg} />
      </td>
      <td className={`${table.number} ${table.noWrap}`}>
        <Qtc ecg={ecg} sex={patient.sex} />
      </td>
      <td className={`${table.noWrap} ${table.wide}`}>{reading && <ReadingChip state={reading} />}</td>
      <TherapyCells patient={patient} />
    </tr>
  );
}
