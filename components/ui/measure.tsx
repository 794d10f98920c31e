import type { ReactNode } from 'react';
import classes from './measure.module.css';

/** Where a number comes from: the machine, ourselves (name and version), or a person (initials). */
export type Source =
  | { kind: 'device' }
  | { kind: 'computed'; algorithm: string; version: string }
  | { kind: 'reader'; initials: string };

/** The fixed word of a source. */
export function SourceTag({ source }: { source: Source }) {
  if (source.kind === 'computed') {
    return (
      <span className={classes.source} title={`${source.algorithm} ${source.version}`}>
        computed
      </span>
    );
  }
  return <span className={classes.source}>{source.kind === 'reader' ? `reader ${source.initials}` : 'device'}</span>;
}

interface MeasureProps {
  /** The number as it is to be read; null when there is none. */
  value: string | null;
  unit: string;
  /** Why there is no number; shown with the dash, never a bare zero. */
  missing: string;
  source?: Source;
}

/** A number with its unit and source, or a dash with the reason why there is none. */
export function Measure({ value, unit, missing, source }: MeasureProps): ReactNode {
  if (value === null) {
    return (
      <span className={classes.missing}>
        –<span className={classes.reason}>{missing}</span>
      </span>
    );
  }
  return (
    <span>
      {value}
      <span className={classes.unit}>{unit}</span>
      {source && (
        <>
          {' '}
          <SourceTag source={source} />
        </>
      )}
    </span>
  );
}
