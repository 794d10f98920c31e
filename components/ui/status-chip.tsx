import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconClock,
  IconInfoCircle,
  IconLock,
} from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { DiamondIcon } from './icons';
import classes from './status-chip.module.css';

/** What a chip can say. Each state has one shape everywhere, so that colour never speaks alone. */
export type ChipState = 'critical' | 'high' | 'caution' | 'fine' | 'waiting' | 'absent' | 'held' | 'info';

const SHAPES: Record<ChipState, ComponentType<{ size?: number }>> = {
  critical: IconAlertOctagon,
  high: IconAlertTriangle,
  caution: DiamondIcon,
  fine: IconCircleCheck,
  waiting: IconClock,
  absent: IconBan,
  held: IconLock,
  info: IconInfoCircle,
};

/** The fixed shape of a state, for other components that show one. */
export function StateIcon({ state, size = 16 }: { state: ChipState; size?: number }) {
  const Shape = SHAPES[state];
  return (
    <span aria-hidden="true" style={{ display: 'inline-flex' }}>
      <Shape size={size} />
    </span>
  );
}

/** A state as shape and word. */
export function StatusChip({ state, word }: { state: ChipState; word: string }) {
  return (
    <span className={`${classes.chip} ${classes[state] ?? ''}`}>
      <StateIcon state={state} size={12} />
      {word}
    </span>
  );
}

/** A plain fact that is no state: a priority, a version, a flag that is not raised. */
export function FactTag({ children }: { children: ReactNode }) {
  return <span className={classes.chip}>{children}</span>;
}
