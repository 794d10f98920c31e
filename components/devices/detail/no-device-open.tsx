'use client';

import card from '@/components/ui/card.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import classes from './detail.module.css';

/** What stands beside the list while no device is open; on narrow screens the list is enough. */
export function NoDeviceOpen() {
  return (
    <aside className={`${card.card} ${classes.nothing}`} aria-label="Device detail">
      <StatePanel kind="first" title="No device is open">
        Open one from the list to see who has it, its keys and what came of it.
      </StatePanel>
    </aside>
  );
}
