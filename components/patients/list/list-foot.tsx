import { Button } from '@mantine/core';
import card from '@/components/ui/card.module.css';
import classes from './patient-search.module.css';

const KEYS: [string[], string][] = [
  [['/'], 'search'],
  [['j', 'k'], 'move'],
  [['Enter'], 'open'],
  [['e'], 'latest ECG'],
  [['n'], 'latest night'],
  [['f'], 'filters'],
];

/** Below the list: more rows, the keys, and whose numbers these are. */
export function ListFoot({ onMore }: { onMore: (() => void) | null }) {
  return (
    <footer className={card.foot}>
      {onMore && <Button onClick={onMore}>Show more</Button>}
      <span className={classes.keys}>
        {KEYS.map(([keys, word]) => (
          <span key={word}>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
            {word}
          </span>
        ))}
      </span>
      <span className={classes.notes}>
        HR and QTc: device, newest ECG (B Bazett, F Fridericia, Fr Framingham, H Hodges, ? not stated). Usage, AHI and
        leak: newest night, device; “c” where no device reports it and it is computed. Leak shown only where
        unintentional is reported. Every search and every opened patient is recorded in the audit trail.
      </span>
    </footer>
  );
}
