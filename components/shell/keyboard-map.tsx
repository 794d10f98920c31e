'use client';

import { Modal, Switch } from '@mantine/core';
import { useOpenedAfterLoad } from '@/components/ui/use-late-dialog';
import { useSingleKeys } from '@/components/ui/use-shortcuts';
import type { Destination } from './destinations';
import { KEY_GROUPS } from './keyboard-keys';
import classes from './keyboard-map.module.css';

interface KeyboardMapProps {
  opened: boolean;
  onClose: () => void;
  /** Keys that lead where this person may not go are left out. */
  destinations: readonly Destination[];
}

/** The groups of keys that do something for somebody who may go to these places. */
function groupsFor(destinations: readonly Destination[]) {
  const open = new Set(destinations.map(({ href }) => href));
  return KEY_GROUPS.map(({ title, rows }) => ({
    title,
    rows: rows.filter(({ needs }) => needs === undefined || open.has(needs)),
  })).filter(({ rows }) => rows.length > 0);
}

/** Every key of the portal, and the switch that turns single keys off. */
export function KeyboardMap({ opened, onClose, destinations }: KeyboardMapProps) {
  const shown = useOpenedAfterLoad(opened);
  const [singleKeys, setSingleKeys] = useSingleKeys();
  return (
    <Modal
      opened={shown}
      onClose={onClose}
      title="Keyboard map"
      radius="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {groupsFor(destinations).map((group) => (
        <section key={group.title}>
          <h3 className={classes.keyGroup}>{group.title}</h3>
          <dl className={classes.keyList}>
            {group.rows.map((row) => (
              <div key={row.does}>
                <dt>
                  {row.keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{row.does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <Switch
        mt="lg"
        label="Single-key shortcuts"
        description="Kept in this browser. They are off in any case while a text field has the focus."
        checked={singleKeys}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
      />
    </Modal>
  );
}
