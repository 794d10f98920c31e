import classes from './night-bars.module.css';

const HEIGHT = 22;
const BAR = 4;
const STEP = 6;
const MOST_HOURS = 10;
const ADHERENT_MINUTES = 240;

interface NightBarsProps {
  /** Minutes of usage by date, oldest first; null where there is no data. */
  minutes: readonly (number | null)[];
  sentence: string;
}

function Bar({ minutes, x }: { minutes: number | null; x: number }) {
  if (minutes === null) return <rect className={classes.none} x={x} y={HEIGHT - 6} width={BAR} height={6} />;
  if (minutes === 0) return <rect className={classes.short} x={x} y={HEIGHT - 2} width={BAR} height={2} />;
  const height = Math.max(2, (Math.min(minutes / 60, MOST_HOURS) / MOST_HOURS) * HEIGHT);
  const adherent = Math.floor(minutes) >= ADHERENT_MINUTES;
  return (
    <rect className={adherent ? classes.long : classes.short} x={x} y={HEIGHT - height} width={BAR} height={height} />
  );
}

/** Small bars of nightly usage: 4 h and more, less, 0 h (a tick), no data (an empty frame). */
export function NightBars({ minutes, sentence }: NightBarsProps) {
  const width = minutes.length * STEP - (STEP - BAR);
  const line = HEIGHT - (4 / MOST_HOURS) * HEIGHT;
  return (
    <svg className={classes.bars} role="img" aria-label={sentence} width={width} height={HEIGHT}>
      {minutes
        .map((value, index) => ({ value, x: index * STEP }))
        .map(({ value, x }) => (
          <Bar key={x} minutes={value} x={x} />
        ))}
      <line className={classes.line} x1={0} x2={width} y1={line} y2={line} />
    </svg>
  );
}
