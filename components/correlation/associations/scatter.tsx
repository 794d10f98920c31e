import { valueRange } from '@/components/charts/lanes/value-range';
import type { Pair } from '@/lib/correlation/domain/statistics/pairs';
import { type MeasureWords, measureText } from './association-text';
import classes from './associations.module.css';

interface ScatterProps {
  pairs: readonly Pair[];
  x: MeasureWords;
  y: MeasureWords;
  /** What the picture says, in a sentence. */
  sentence: string;
}

const [WIDTH, HEIGHT] = [520, 280];
const PLOT = { left: 52, right: 12, top: 12, bottom: 44 };

function axisOf(values: readonly number[], words: MeasureWords) {
  const shown = values.map((value) => value * words.factor);
  return valueRange(words.least, { low: Math.min(...shown), high: Math.max(...shown) });
}

type Axis = ReturnType<typeof axisOf>;

/** Lines and numbers at the ticks of one axis. */
function Ticks({ axis, at, across }: { axis: Axis; at: (value: number) => number; across: boolean }) {
  const shown = axis.ticks.filter((tick) => tick >= axis.min && tick <= axis.max);
  const bottom = HEIGHT - PLOT.bottom;
  return shown.map((tick) => {
    const line = across
      ? { x1: at(tick), x2: at(tick), y1: PLOT.top, y2: bottom }
      : { x1: PLOT.left, x2: WIDTH - PLOT.right, y1: at(tick), y2: at(tick) };
    const label = across
      ? ({ x: at(tick), y: bottom + 16, textAnchor: 'middle' } as const)
      : ({ x: PLOT.left - 6, y: at(tick), textAnchor: 'end', dominantBaseline: 'middle' } as const);
    return (
      <g key={tick}>
        <line className={classes.gridLine} {...line} />
        <text className={classes.tick} {...label}>
          {Number(tick.toFixed(2))}
        </text>
      </g>
    );
  });
}

/** Pairs as points: nothing is fitted through them. */
export function Scatter({ pairs, x, y, sentence }: ScatterProps) {
  const across = axisOf(
    pairs.map((pair) => pair.x),
    x,
  );
  const up = axisOf(
    pairs.map((pair) => pair.y),
    y,
  );
  const part = (value: number, { min, max }: Axis) => (value - min) / (max - min);
  const px = (value: number) => PLOT.left + part(value, across) * (WIDTH - PLOT.left - PLOT.right);
  const py = (value: number) => HEIGHT - PLOT.bottom - part(value, up) * (HEIGHT - PLOT.top - PLOT.bottom);
  return (
    <svg className={classes.scatter} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={sentence}>
      <Ticks axis={up} at={py} across={false} />
      <Ticks axis={across} at={px} across />
      <text className={classes.axis} x={WIDTH - PLOT.right} y={HEIGHT - 8} textAnchor="end">
        {x.label}, {x.unit}
      </text>
      <text className={classes.axis} x={4} y={PLOT.top} dominantBaseline="middle">
        {y.unit}
      </text>
      {pairs.map((pair) => (
        <circle
          key={pair.night_id}
          className={classes.point}
          cx={px(pair.x * x.factor)}
          cy={py(pair.y * y.factor)}
          r={4}
        >
          <title>
            {pair.night}: {measureText(pair.x, x)} {x.unit}, {measureText(pair.y, y)} {y.unit}
          </title>
        </circle>
      ))}
    </svg>
  );
}
