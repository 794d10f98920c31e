import { Button } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { formatPlainDate } from '@/lib/client/format-time';
import type { EcgMeasure } from '@/lib/correlation/domain/statistics/ecg-values';
import type { NightMeasure, Pairs } from '@/lib/correlation/domain/statistics/pairs';
import { spearman } from '@/lib/correlation/domain/statistics/spearman';
import type { QtcFormula } from '@/lib/ecg/domain/qtc';
import {
  associationText,
  ecgSourceText,
  ecgWords,
  leftOutText,
  type MeasureWords,
  measureText,
  NIGHT_WORDS,
  nightSourceText,
} from './association-text';
import classes from './associations.module.css';
import { Scatter } from './scatter';
import { ScrollTable } from './scroll-table';

interface PairsCardProps {
  found: Pairs;
  ecg: EcgMeasure;
  night: NightMeasure;
  formula: QtcFormula;
}

function PairsTable({ pairs, x, y }: { pairs: Pairs['pairs']; x: MeasureWords; y: MeasureWords }) {
  return (
    <ScrollTable label="Nights with both values">
      <thead>
        <tr>
          <th scope="col">Night</th>
          <th scope="col" className={table.number}>
            {x.label}, {x.unit}
          </th>
          <th scope="col" className={table.number}>
            {y.label}, {y.unit}
          </th>
          <th scope="col">ECGs</th>
          <th scope="col">Source of the ECG value</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => (
          <tr key={pair.night_id}>
            <th scope="row">
              <Link href={`/therapy/${pair.night_id}`} prefetch={false}>
                {formatPlainDate(pair.night)}
              </Link>
            </th>
            <td className={table.number}>{measureText(pair.x, x)}</td>
            <td className={table.number}>{measureText(pair.y, y)}</td>
            <td>
              {pair.ecg_ids.map((id, index) => (
                <span key={id}>
                  {index > 0 && ', '}
                  <Link href={`/ecg/${id}`} prefetch={false}>
                    ECG {index + 1}
                  </Link>
                </span>
              ))}
            </td>
            <td>{ecgSourceText(pair.sources)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

/** An ECG's value against a night's: points, the correlation in words, and the same as a table. */
export function PairsCard({ found, ecg, night, formula }: PairsCardProps) {
  const [asTable, setAsTable] = useState(false);
  const { pairs, night_source, leak_type, ecgs_left_out } = found;
  const [x, y] = [NIGHT_WORDS[night], ecgWords(ecg, formula)];
  const association = spearman(pairs);
  const words = associationText(association);
  return (
    <section className={card.card} aria-label="Pairs">
      <header className={card.header}>
        <h2 className={card.title}>
          {y.label} against {x.label}
        </h2>
        <span className={classes.words} data-testid="association">
          {words}
        </span>
        {pairs.length > 0 && (
          <Button aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            Table
          </Button>
        )}
      </header>
      {association.n > 0 && association.ok && !asTable && (
        <Scatter pairs={pairs} x={x} y={y} sentence={`${y.label} against ${x.label}: ${words}`} />
      )}
      {asTable && <PairsTable pairs={pairs} x={x} y={y} />}
      <p className={classes.note}>
        ECGs recorded during therapy or up to 12 h after it; of several in one night the mean. Nights:{' '}
        {nightSourceText(night_source)}
        {leak_type && `, ${leak_type} leak alone`}. ECGs: {ecgSourceText(pairs.flatMap(({ sources }) => sources))}.
        {leftOutText(ecgs_left_out)} Excluded nights are left out.
      </p>
    </section>
  );
}
