import type { EcgPreview } from '@/lib/worklist/contracts';
import classes from './drawings.module.css';

const HEIGHT = 36;
/** Microvolts the height shows at least, so that a flat line stays flat. */
const LEAST_UV = 1000;

/** The trace as one line through the lowest and highest value of each column; a gap lifts the pen. */
export function tracePath({ min_uv, max_uv }: Pick<EcgPreview, 'min_uv' | 'max_uv'>): string {
  const known = (list: readonly (number | null)[]) => list.filter((value) => value !== null);
  const low = known(min_uv).reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = known(max_uv).reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (high < low) return '';
  const span = Math.max(LEAST_UV, high - low);
  const middle = (high + low) / 2;
  const y = (value: number) => (HEIGHT / 2 - ((value - middle) / span) * (HEIGHT - 4)).toFixed(1);
  let pen = 'M';
  let path = '';
  for (const [x, least] of min_uv.entries()) {
    const most = max_uv[x] ?? null;
    if (least === null || most === null) {
      pen = 'M';
      continue;
    }
    path += `${pen}${x} ${y(most)}L${x} ${y(least)}`;
    pen = 'L';
  }
  return path;
}

/** A few seconds of one lead beside a name; too small to read, so not to scale. */
export function LeadThumbnail({ preview }: { preview: EcgPreview | null | undefined }) {
  if (!preview) return <div className={classes.thumbnail} />;
  return (
    <svg
      className={classes.thumbnail}
      viewBox={`0 0 ${preview.min_uv.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Lead ${preview.lead}, not to scale`}
    >
      <path d={tracePath(preview)} />
    </svg>
  );
}
