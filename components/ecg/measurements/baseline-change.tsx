import Link from 'next/link';
import panel from '@/components/ecg/read-panel.module.css';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { formatDate } from '@/lib/client/format-time';
import { formatSigned } from '@/lib/client/format-value';
import { qtcFormulaText } from '@/lib/client/measured-text';
import { REPEATABILITY_MS } from '@/lib/ecg/domain/comparison/change-table';
import { type BaselineNumbers, changeFromBaseline, type QtcChange } from '@/lib/ecg/domain/qtc-cautions';
import type { Recording } from '@/lib/recordings/contracts';
import classes from './measurements.module.css';

const BAND_MS = REPEATABILITY_MS.qtc;
/** The picture shows at least this much to both sides of the baseline. */
const REACH_MS = 80;
const WIDTH = 200;

const VERDICTS: Record<QtcChange['verdict'], string> = {
  within_repeatability: `within ±${BAND_MS} ms: no detectable change`,
  beyond_repeatability: `beyond ±${BAND_MS} ms of a repeated measurement`,
  rise_of_60: 'a rise of 60 ms or more',
};

/** The baseline in the middle of its band of repeatability, and where the QTc lies now. */
function Band({ change }: { change: QtcChange }) {
  const reach = Math.max(REACH_MS, Math.abs(change.delta_ms) + 10);
  const x = (delta: number) => WIDTH / 2 + (delta / reach) * (WIDTH / 2);
  return (
    <svg viewBox={`0 0 ${WIDTH} 20`} className={classes.band} aria-hidden="true">
      <line x1={0} x2={WIDTH} y1={10} y2={10} className={classes.axis} />
      <rect x={x(-BAND_MS)} width={x(BAND_MS) - x(-BAND_MS)} y={5} height={10} className={classes.repeatable} />
      <line x1={x(0)} x2={x(0)} y1={2} y2={18} className={classes.baseline} />
      <circle cx={x(change.delta_ms)} cy={10} r={4} className={classes.now} />
    </svg>
  );
}

interface BaselineChangeProps {
  recording: Recording;
  baseline: BaselineNumbers;
  age_years: number | null;
  timeZone: string;
}

/** How far QTc lies from that of the patient's own baseline ECG, with the band of repeatability (MEA-4). */
export function BaselineChange({ recording, baseline, age_years, timeZone }: BaselineChangeProps) {
  const change = changeFromBaseline(recording, baseline, age_years);
  const date = formatDate(baseline.recording_date, timeZone);
  return (
    <section className={panel.section} aria-label="Change from baseline">
      <div className={panel.head}>
        <h3>Δ QTc from baseline</h3>
        <Link href={`/ecg/${recording.id}/compare?with=baseline`} prefetch={false} className={panel.waiting}>
          {date}
        </Link>
      </div>
      {change === null ? (
        <p className={classes.line}>No source gives a QTc in both ECGs.</p>
      ) : (
        <>
          <p className={classes.line}>
            <strong>{formatSigned(change.delta_ms)} ms</strong> {change.baseline_ms} → {change.now_ms} ms{' '}
            <span className={panel.waiting}>
              {qtcFormulaText(change.formula)},{' '}
              {change.source === 'computed' ? 'computed in both' : 'from the devices’ QT'}
            </span>
          </p>
          <Band change={change} />
          {change.verdict === 'rise_of_60' ? (
            <Note tone="high" icon={<StateIcon state="high" />}>
              {VERDICTS[change.verdict]}
            </Note>
          ) : (
            <p className={classes.line}>{VERDICTS[change.verdict]}</p>
          )}
        </>
      )}
    </section>
  );
}
