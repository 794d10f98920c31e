import type { TherapyPatient } from '@/lib/worklist/contracts';
import classes from './drawings.module.css';

type Bar = TherapyPatient['bars'][number];

const BAR_PX = 8;
const STEP_PX = 10;
const HEIGHT = 28;
/** The top of the chart. Longer nights reach it and no further. */
const TOP_HOURS = 10;
const ENOUGH_HOURS = 4;
/** 0 h is a short tick: something was recorded, nothing was used. */
const ZERO_PX = 3;

const heightOf = (minutes: number) => (Math.min(minutes / 60, TOP_HOURS) / TOP_HOURS) * HEIGHT;

function BarShape({ bar, x, hatch }: { bar: Bar; x: number; hatch: string }) {
  if (bar.state === 'before' || bar.state === 'pending') return null;
  if (bar.state === 'no_data')
    return <rect className={classes.barNone} x={x} y={HEIGHT - 8} width={BAR_PX} height={8} fill={`url(#${hatch})`} />;
  if (bar.state === 'excluded')
    return <path className={classes.barExcluded} d={`M${x + 1} ${HEIGHT - 7}l6 6m0-6l-6 6`} />;
  const height = bar.state === 'zero' ? ZERO_PX : Math.max(ZERO_PX, heightOf(bar.usage_minutes ?? 0));
  return <rect data-state={bar.state} x={x} y={HEIGHT - height} width={BAR_PX} height={height} />;
}

const WORDS: readonly [Bar['state'], string][] = [
  ['enough', '4 h or more'],
  ['short', 'under 4 h'],
  ['zero', '0 h'],
  ['no_data', 'no data'],
  ['excluded', 'excluded'],
];

/** The bars in one sentence: `12 nights 4 h or more, 1 under 4 h, 1 no data`. */
export function barsSentence(bars: readonly Bar[]): string {
  const parts = WORDS.flatMap(([state, word]) => {
    const count = bars.filter((bar) => bar.state === state).length;
    return count > 0 ? [`${count} ${word}`] : [];
  });
  return `Last ${bars.length} nights: ${parts.join(', ') || 'none with data'}`;
}

/** Hours of use, night by night, with the 4 h line; no data is hatched, 0 h is a tick, excluded is a cross. */
export function NightBars({ bars, id }: { bars: readonly Bar[]; id: string }) {
  const width = bars.length * STEP_PX;
  const hatch = `hatch-${id}`;
  const line = HEIGHT - heightOf(ENOUGH_HOURS * 60);
  return (
    <svg
      className={classes.bars}
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={barsSentence(bars)}
    >
      <defs>
        <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className={classes.hatch} width="1.5" height="4" />
        </pattern>
      </defs>
      {bars.map((bar, index) => (
        <BarShape key={bar.night} bar={bar} x={index * STEP_PX + 1} hatch={hatch} />
      ))}
      <path className={classes.enoughLine} d={`M0 ${line}H${width}`} />
    </svg>
  );
}
