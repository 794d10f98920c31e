import classes from './spark.module.css';

const WIDTH = 84;
const HEIGHT = 28;
const PAD = 3;

interface SparkProps {
  /** Oldest first; null leaves a gap. */
  values: readonly (number | null)[];
  kind: 'line' | 'bars';
  tone: 'heart' | 'therapy' | 'leak';
  /** Values below this are drawn as short (4 h of usage). */
  least?: number;
}

interface Scale {
  x: (index: number) => number;
  y: (value: number) => number;
}

function scaleOf(values: readonly (number | null)[], fromZero: boolean): Scale | null {
  const present = values.filter((value) => value !== null);
  const [first] = present;
  if (first === undefined) return null;
  const low = fromZero ? 0 : present.reduce((least, value) => Math.min(least, value), first);
  const high = present.reduce((most, value) => Math.max(most, value), first);
  const step = (WIDTH - 2 * PAD) / Math.max(1, values.length - 1);
  return {
    x: (index) => PAD + (values.length === 1 ? (WIDTH - 2 * PAD) / 2 : index * step),
    y: (value) => HEIGHT - PAD - ((value - low) / (high - low || 1)) * (HEIGHT - 2 * PAD),
  };
}

/** The line's path, broken where a value is missing; a value alone between gaps is a short dash. */
function linePath(values: readonly (number | null)[], { x, y }: Scale): string {
  let path = '';
  values.forEach((value, index) => {
    if (value === null) return;
    const joined = index > 0 && values[index - 1] !== null;
    path += `${joined ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    if (!joined && values[index + 1] == null) path += 'h1.5';
  });
  return path;
}

function Bars({ values, least = 0 }: Pick<SparkProps, 'values' | 'least'>) {
  const scale = scaleOf(values, true);
  if (!scale) return null;
  const step = WIDTH / values.length;
  const width = Math.max(1, step - 0.8);
  const bars = values.map((value, index) => ({ value, x: index * step }));
  return bars.map(({ value, x }) => {
    if (value === null) return <rect key={x} className={classes.none} x={x} y={HEIGHT - 5} width={width} height={4} />;
    const top = Math.min(scale.y(value), HEIGHT - 2);
    const kind = value >= least ? classes.bar : classes.short;
    return <rect key={x} className={kind} x={x} y={top} width={width} height={HEIGHT - top} />;
  });
}

/** A small picture of how a value went; the numbers beside it say the same, so it is hidden from readers. */
export function Spark({ values, kind, tone, least }: SparkProps) {
  const scale = scaleOf(values, false);
  const lastIndex = values.findLastIndex((value) => value !== null);
  const last = values[lastIndex] ?? null;
  if (!scale || last === null) return null;
  return (
    <svg className={classes.spark} data-tone={tone} width={WIDTH} height={HEIGHT} aria-hidden="true" focusable="false">
      {kind === 'bars' ? (
        <Bars values={values} least={least} />
      ) : (
        <>
          <path className={classes.line} d={linePath(values, scale)} />
          <circle className={classes.dot} cx={scale.x(lastIndex)} cy={scale.y(last)} r={2.6} />
        </>
      )}
    </svg>
  );
}
