'use client';

import { useRouter } from 'next/navigation';
import { type RefObject, useMemo, useRef, useState } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { ageYears } from '@/lib/client/format-time';
import type { EcgComparison } from '@/lib/ecg/comparison-contracts';
import { allChecks } from '@/lib/ecg/domain/comparison/all-checks';
import { judgingOf } from '@/lib/ecg/domain/comparison/judging';
import type { Recording } from '@/lib/recordings/contracts';
import { usePaperDisplay } from '../toolbar/use-paper-display';
import { BaselineAction } from './baseline-action';
import { ChangeCard } from './change-card';
import { CheckCard } from './check-card';
import classes from './compare.module.css';
import { CompareToolbar, type Shown } from './compare-toolbar';
import { MedianCard } from './median-card';
import { SideCard, type SideName } from './side-card';
import { type CompareBench, useCompareBench } from './use-compare-bench';

const UNMEASURED_PX = 540;
/** Borders of a card, which its paper does not have. */
const BORDERS_PX = 2;

/** Both papers scroll as one. */
function useTiedScroll() {
  const [earlier, later] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)];
  const follow = (from: RefObject<HTMLDivElement | null>, to: RefObject<HTMLDivElement | null>) => () => {
    if (from.current && to.current && to.current.scrollLeft !== from.current.scrollLeft)
      to.current.scrollLeft = from.current.scrollLeft;
  };
  return {
    earlier: { ref: earlier, onScroll: follow(earlier, later) },
    later: { ref: later, onScroll: follow(later, earlier) },
  };
}

/** Two ECGs of one patient, the earlier first. */
export interface ComparedPair {
  comparison: EcgComparison;
  earlier: Recording;
  later: Recording;
}

interface CompareViewProps extends ComparedPair {
  timeZone: string;
  birthDate: string | null;
  /** Whether this person may choose the patient's baseline. */
  mayChoose: boolean;
}

interface SidesProps extends CompareViewProps {
  bench: CompareBench;
  dark: boolean;
  widthPx: number;
}

function Sides({ comparison, bench, dark, widthPx, timeZone, mayChoose }: SidesProps) {
  const router = useRouter();
  const scroll = useTiedScroll();
  const { baseline, patient_revision, choices } = comparison;
  const ids = { earlier: bench.earlier.recording.id, later: bench.later.recording.id };
  const choose = (name: SideName, id: string) => {
    const [at, other] = name === 'earlier' ? [ids.later, id] : [id, ids.earlier];
    if (at !== other) router.push(`/ecg/${at}/compare?with=${other}`);
  };
  const side = (name: SideName) => {
    const { id, patient_ref } = bench[name].recording;
    const action = mayChoose && patient_ref !== null && (
      <BaselineAction patientRef={patient_ref} revision={patient_revision} recordId={id} />
    );
    return (
      <SideCard
        name={name}
        side={bench[name]}
        view={bench.view}
        timeZone={timeZone}
        dark={dark}
        widthPx={widthPx}
        baseline={{ is: baseline?.record_id === id, action }}
        choices={choices.filter((choice) => choice.id !== ids[name === 'earlier' ? 'later' : 'earlier'])}
        onChoose={(chosen) => choose(name, chosen)}
        scroll={scroll[name]}
      />
    );
  };
  return (
    <>
      {side('earlier')}
      {side('later')}
    </>
  );
}

function GrowingNote() {
  return (
    <Note icon={<StateIcon state="info" />}>
      Under 16 years ECGs change as the heart grows: they are shown side by side, without overlay and without judging a
      change.
    </Note>
  );
}

/** Serial comparison: both ECGs at one scale, their median beats over each other, every difference, and what to check. */
export function CompareView(props: CompareViewProps) {
  const { comparison, earlier, later, timeZone, birthDate } = props;
  const measured = useRef<HTMLDivElement>(null);
  const widthPx = (useElementWidth(measured) ?? UNMEASURED_PX) - BORDERS_PX;
  const router = useRouter();
  const display = usePaperDisplay();
  const [shown, setShown] = useState<Shown>('sides');
  const bench = useCompareBench(earlier, later, widthPx);
  const judging = judgingOf(birthDate === null ? null : ageYears(birthDate, earlier.recording_date, timeZone));
  const checks = useMemo(() => allChecks(bench.earlier, bench.later), [bench]);
  const { id } = comparison.recording;
  const overlay = judging.differences;
  const toggleShown = () => overlay && setShown(shown === 'sides' ? 'overlay' : 'sides');
  useShortcuts({
    ...bench.keys,
    'Shift+d': display.toggleDark,
    c: () => router.push(`/ecg/${id}/compare`),
    'Shift+b': () => router.push(`/ecg/${id}/compare?with=baseline`),
    o: toggleShown,
  });
  return (
    <>
      <CompareToolbar
        recordId={id}
        current={comparison.with}
        pair={{ earlier: earlier.id, later: later.id }}
        view={bench.view}
        paging={bench.paging}
        display={display}
        shown={shown}
        onShown={overlay ? setShown : null}
      />
      <div className={classes.body}>
        <h1 className={classes.pageTitle}>Serial comparison</h1>
        <div className={classes.papers} data-shown={shown}>
          {shown === 'sides' && <Sides {...props} bench={bench} dark={display.dark} widthPx={widthPx} />}
          <div ref={measured} className={classes.measured} />
          {overlay && <MedianCard bench={bench} timeZone={timeZone} dark={display.dark} />}
          {!overlay && <GrowingNote />}
        </div>
        <aside className={classes.aside} aria-label="Change and checks">
          <ChangeCard earlier={earlier} later={later} timeZone={timeZone} judging={judging} />
          <CheckCard checks={checks} />
        </aside>
      </div>
    </>
  );
}
