'use client';

import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { LeftOutNote } from '@/components/patients/left-out-note';
import trends from '@/components/patients/trends/trends.module.css';
import card from '@/components/ui/card.module.css';
import { StatePanel } from '@/components/ui/state-panel';
import { qtcFormulaText } from '@/lib/client/measured-text';
import { ECG_MEASURES, type EcgMeasure } from '@/lib/correlation/domain/statistics/ecg-values';
import { NIGHT_MEASURES, type NightMeasure, pairsOf } from '@/lib/correlation/domain/statistics/pairs';
import { QTC_FORMULAE, type QtcFormula } from '@/lib/ecg/domain/qtc';
import type { Timeline } from '@/lib/patients/timeline-contracts';
import { ecgWords, NIGHT_WORDS } from './association-text';
import { BeforeAfterCard } from './before-after-card';
import { PairsCard } from './pairs-card';
import { RhythmCard, UsageCard } from './usage-card';

interface AssociationsProps {
  timeline: Timeline;
  therapyStart: string | null;
  boundaryHour: number;
}

interface Choice {
  ecg: EcgMeasure;
  night: NightMeasure;
  formula: QtcFormula;
}

const FIRST_CHOICE: Choice = { ecg: 'qtc_ms', night: 'ahi', formula: 'fridericia' };

function Choices({ choice, onChoose }: { choice: Choice; onChoose: (choice: Choice) => void }) {
  const pick = <Value extends string>(all: readonly Value[], value: string): Value | undefined =>
    all.find((one) => one === value);
  return (
    <div className={trends.tools} role="toolbar" aria-label="What is compared">
      <h1 className={trends.heading}>ECG and therapy</h1>
      <SegmentedControl
        size="xs"
        aria-label="Value of the ECG"
        transitionDuration={0}
        data={ECG_MEASURES.map((value) => ({ value, label: value === 'qtc_ms' ? 'QTc' : 'Heart rate' }))}
        value={choice.ecg}
        onChange={(value) => onChoose({ ...choice, ecg: pick(ECG_MEASURES, value) ?? choice.ecg })}
      />
      <SegmentedControl
        size="xs"
        aria-label="Value of the night"
        transitionDuration={0}
        data={NIGHT_MEASURES.map((value) => ({ value, label: NIGHT_WORDS[value].label }))}
        value={choice.night}
        onChange={(value) => onChoose({ ...choice, night: pick(NIGHT_MEASURES, value) ?? choice.night })}
      />
      <NativeSelect
        size="xs"
        aria-label="QTc formula"
        data={QTC_FORMULAE.map((value) => ({ value, label: qtcFormulaText(value) }))}
        value={choice.formula}
        onChange={(event) =>
          onChoose({ ...choice, formula: pick(QTC_FORMULAE, event.currentTarget.value) ?? choice.formula })
        }
      />
    </div>
  );
}

/** What a patient's ECGs and nights say beside each other, and no more than that. */
export function AssociationsView({ timeline, therapyStart, boundaryHour }: AssociationsProps) {
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const { ecgs, nights } = timeline;
  const found = useMemo(() => pairsOf(ecgs, nights, choice), [ecgs, nights, choice]);
  if (ecgs.length === 0 || nights.length === 0) {
    return (
      <div className={card.page}>
        <section className={card.card} aria-label="Associations">
          <StatePanel kind="first" title="Nothing to set side by side yet">
            {ecgWords('qtc_ms', choice.formula).label} and therapy show here when the patient has ECGs and nights.
          </StatePanel>
        </section>
      </div>
    );
  }
  return (
    <>
      <Choices choice={choice} onChoose={setChoice} />
      <div className={card.page}>
        <LeftOutNote timeline={timeline} done="counted" />
        <PairsCard found={found} {...choice} />
        <BeforeAfterCard
          timeline={timeline}
          therapyStart={therapyStart}
          boundaryHour={boundaryHour}
          formula={choice.formula}
        />
        <RhythmCard timeline={timeline} night={choice.night} />
        <UsageCard timeline={timeline} />
      </div>
    </>
  );
}
