'use client';

import { Button, VisuallyHidden } from '@mantine/core';
import type { PlacedLayout } from '@/lib/ecg/domain/paper/ecg-layout';
import { type Caliper, type CaliperKind, readCaliper, segmentOf } from './caliper';
import classes from './calipers.module.css';
import type { Calipers } from './use-calipers';

const KIND_WORDS: Record<CaliperKind, string> = { time: 'Time', voltage: 'Voltage', march: 'March-out' };

interface CaliperListProps {
  calipers: Calipers;
  placed: PlacedLayout;
  speedMmPerS: number;
  /** Whether a display filter bends the traces the calipers stand on. */
  filtered: boolean;
}

function rowOf(caliper: Caliper, placed: PlacedLayout, speedMmPerS: number) {
  const segment = segmentOf(placed, caliper);
  return { shown: segment !== null, reading: readCaliper(caliper, speedMmPerS, segment?.gainMmPerMv ?? 10) };
}

/** What the calipers read, as a table: the same for those who cannot see the paper. */
export function CaliperList({ calipers, placed, speedMmPerS, filtered }: CaliperListProps) {
  if (calipers.all.length === 0) return null;
  const { active } = calipers;
  const now = active && rowOf(active, placed, speedMmPerS).reading;
  return (
    <div className={classes.list}>
      <table aria-label="Calipers, set by hand and not stored">
        <tbody>
          {calipers.all.map((caliper) => {
            const { shown, reading } = rowOf(caliper, placed, speedMmPerS);
            const name = `${KIND_WORDS[caliper.kind]} ${caliper.id}`;
            return (
              <tr key={caliper.id} data-active={caliper.id === active?.id}>
                <th scope="row">{name}</th>
                <td>{caliper.lead}</td>
                <td className={classes.value}>{reading.value}</td>
                <td>{reading.rate}</td>
                <td>{shown ? reading.mm : 'not on the paper'}</td>
                <td className={classes.actions}>
                  <Button
                    h={26}
                    aria-label={`Select ${name}`}
                    aria-pressed={caliper.id === active?.id}
                    onClick={() => calipers.select(caliper.id, caliper.handle)}
                  >
                    Select
                  </Button>
                  <Button h={26} aria-label={`Remove ${name}`} onClick={() => calipers.remove(caliper.id)}>
                    Remove
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className={classes.note}>
        Set by hand, kept while this page is open{filtered ? '; read on the filtered trace' : ''}. <kbd>←</kbd>{' '}
        <kbd>→</kbd> one sample, <kbd>h</kbd> other end, <kbd>Esc</kbd> remove
      </p>
      <VisuallyHidden role="status">
        {active && now ? [now.value, now.rate, `lead ${active.lead}`].filter(Boolean).join(', ') : ''}
      </VisuallyHidden>
    </div>
  );
}
