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

/** Pairs as points: nothing is fitted through them. */
export function Scatter({ pairs, x, y, sentence }: ScatterProps) {
  const [across, up] = [
    axisOf(
      pairs.map((pair) => pair.x),
      x,
    ),
    axisOf(
      pairs.map((pair) => pair.y),
      y,
    ),
  ];
  const px = (value: number) =>
    PLOT.left + ((value - across.min) / (across.max - across.min)) * (WIDTH - PLOT.left - PLOT.right);
  const py = (value: number) =>
    HEIGHT - PLOT.bottom - ((value - up.min) / (up.max - up.min)) * (HEIGHT - PLOT.top - PLOT.bottom);
  const inside =
    ({ min, max }: typeof up) =>
    (tick: number) =>
      tick >= min && tick <= max;
  return (
    <svg className={classes.scatter} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={sentence}>
      {up.ticks.filter(inside(up)).map((tick) => (
        <g key={tick}>
          <line className={classes.gridLine} x1={PLOT.left} x2={WIDTH - PLOT.right} y1={py(tick)} y2={py(tick)} />
          <text className={classes.tick} x={PLOT.left - 6} y={py(tick)} textAnchor="end" dominantBaseline="middle">
            {Number(tick.toFixed(2))}
          </text>
        </g>
      ))}
      {across.ticks.filter(inside(across)).map((tick) => (
        <g key={tick}>
          <line className={classes.gridLine} x1={px(tick)} x2={px(tick)} y1={PLOT.top} y2={HEIGHT - PLOT.bottom} />
          <text className={classes.tick} x={px(tick)} y={HEIGHT - PLOT.bottom + 16} textAnchor="middle">
            {Number(tick.toFixed(2))}
          </text>
        </g>
      ))}
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
