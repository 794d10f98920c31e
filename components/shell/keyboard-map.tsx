'use client';

import { Modal, Switch } from '@mantine/core';
import { useSingleKeys } from '@/components/ui/use-shortcuts';
import classes from './shell.module.css';

interface Row {
  keys: string[];
  does: string;
}

const GROUPS: { title: string; rows: Row[] }[] = [
  {
    title: 'Everywhere',
    rows: [
      { keys: ['/'], does: 'search patients' },
      { keys: ['?'], does: 'this keyboard map' },
      { keys: ['g', 'p'], does: 'patients' },
    ],
  },
  {
    title: 'Lists',
    rows: [
      { keys: ['j', 'k'], does: 'next, previous row' },
      { keys: ['↓', '↑'], does: 'next, previous row, also from the search field' },
      { keys: ['Enter'], does: 'open' },
    ],
  },
  {
    title: 'ECG',
    rows: [
      { keys: ['s', 'Shift+s'], does: 'next, previous speed' },
      { keys: ['+', '−'], does: 'more, less gain (zoom while in the PDF)' },
      { keys: ['l'], does: 'next layout' },
      { keys: ['o'], does: 'PDF beside the ECG' },
      { keys: ['[', ']'], does: 'previous, next page of the PDF' },
    ],
  },
  {
    title: 'Therapy night',
    rows: [
      { keys: ['←', '→'], does: 'move the time cursor; with Shift a minute' },
      { keys: ['Home', 'End'], does: 'cursor to the begin, the end' },
      { keys: [',', '.'], does: 'zoom out, in at the cursor' },
      { keys: ['p', 'n'], does: 'previous, next event' },
      { keys: ['[', ']'], does: 'previous, next night' },
    ],
  },
];

/** Every key of the portal, and the switch that turns single keys off. */
export function KeyboardMap({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [singleKeys, setSingleKeys] = useSingleKeys();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keyboard map"
      radius="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {GROUPS.map((group) => (
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
        description="Off while a text field has the focus."
        checked={singleKeys}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
      />
    </Modal>
  );
}
