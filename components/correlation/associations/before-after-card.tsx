import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { formatPlainDate } from '@/lib/client/format-time';
import {
  type Comparison,
  compareSides,
  comparisonText,
  sidesOf,
} from '@/lib/correlation/domain/statistics/before-after';
import { ECG_MEASURES, type EcgMeasure } from '@/lib/correlation/domain/statistics/ecg-values';
import { type Split, splitsOf } from '@/lib/correlation/domain/statistics/splits';
import type { QtcFormula } from '@/lib/ecg/domain/qtc';
import type { Timeline } from '@/lib/patients/timeline-contracts';
import { ecgSourceText, ecgWords, leftOutText, measureText, SPLIT_WORDS } from './association-text';
import classes from './associations.module.css';
import { ScrollTable } from './scroll-table';

interface BeforeAfterProps {
  timeline: Timeline;
  therapyStart: string | null;
  boundaryHour: number;
  formula: QtcFormula;
}

function splitText({ kind, date, gap_nights }: Split): string {
  const what = kind === 'gap' ? `${gap_nights} nights without data` : SPLIT_WORDS[kind];
  return `${formatPlainDate(date)}, ${what}`;
}

type Sides = ReturnType<typeof sidesOf>;

const keyOf = ({ kind, date }: Split) => `${kind} ${date}`;

function Row({ measure, formula, comparison }: { measure: EcgMeasure; formula: QtcFormula; comparison: Comparison }) {
  const words = ecgWords(measure, formula);
  const side = (one: { n: number; mean?: number }) =>
    `${one.mean === undefined ? '–' : measureText(one.mean, words)} (${one.n})`;
  return (
    <tr>
      <th scope="row">
        {words.label}, {words.unit}
      </th>
      <td className={table.number}>{side(comparison.before)}</td>
      <td className={table.number}>{side(comparison.after)}</td>
      <td>
        {comparisonText(comparison, measure === 'qtc_ms' ? 'ms' : 'bpm')}
        {comparison.ok && comparison.unconfirmed > 0 && ` ${comparison.unconfirmed} unconfirmed.`}
        {comparison.ok && ` Values: ${ecgSourceText(comparison.sources)}.${leftOutText(comparison.left_out)}`}
      </td>
    </tr>
  );
}

/** A row a measure: means, numbers of ECGs, and what the change is. */
function Means({ sides, formula }: { sides: Sides; formula: QtcFormula }) {
  return (
    <ScrollTable label="Means before and after">
      <thead>
        <tr>
          <th scope="col">Mean</th>
          <th scope="col" className={table.number}>
            Before (ECGs)
          </th>
          <th scope="col" className={table.number}>
            After (ECGs)
          </th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {ECG_MEASURES.map((measure) => (
          <Row key={measure} measure={measure} formula={formula} comparison={compareSides(sides, measure, formula)} />
        ))}
      </tbody>
    </ScrollTable>
  );
}

/** Means of ECGs before and after a split of the series, with what repeating alone would show. */
export function BeforeAfterCard({ timeline, therapyStart, boundaryHour, formula }: BeforeAfterProps) {
  const { ecgs, nights } = timeline;
  const splits = useMemo(() => splitsOf(nights, therapyStart), [nights, therapyStart]);
  const [chosen, setChosen] = useState('');
  const split = splits.find((one) => keyOf(one) === chosen) ?? splits[0];
  const sides = useMemo(() => split && sidesOf(ecgs, nights, split, boundaryHour), [ecgs, nights, split, boundaryHour]);
  return (
    <section className={card.card} aria-label="Before and after">
      <header className={card.header}>
        <h2 className={card.title}>Before and after</h2>
        {split && (
          <NativeSelect
            aria-label="Split the series at"
            size="xs"
            value={keyOf(split)}
            data={splits.map((one) => ({ value: keyOf(one), label: splitText(one) }))}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        )}
      </header>
      {!sides ? (
        <p className={classes.note}>
          Nothing splits the series yet: no therapy start is known, no settings changed, and no gap of five nights.
        </p>
      ) : (
        <>
          <Means sides={sides} formula={formula} />
          {sides.left_out.length > 0 && (
            <p className={classes.note}>
              {sides.left_out.length} {sides.left_out.length === 1 ? 'ECG' : 'ECGs'} left out: no therapy data at that
              time.
            </p>
          )}
        </>
      )}
    </section>
  );
}
