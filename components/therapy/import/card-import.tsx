'use client';

import { Button, Progress } from '@mantine/core';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import card from '@/components/ui/card.module.css';
import { ApiErrorPanel } from '@/components/ui/state-panel';
import classes from './card-import.module.css';
import { type CardUploadFile, chosenFiles, droppedFiles } from './dropped-files';
import { type CardImportState, type ImportTally, useCardImport } from './use-card-import';

const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;

function Tally({ tally }: { tally: ImportTally }) {
  const parts = [
    `${days(tally.stored)} new`,
    `${days(tally.known)} already here`,
    ...(tally.held > 0 ? [`${days(tally.held)} held in quarantine`] : []),
    ...(tally.failed > 0 ? [`${days(tally.failed)} not taken`] : []),
  ];
  return (
    <>
      <p>{parts.join(', ')}.</p>
      {tally.held > 0 && (
        <p>
          What is held is not in this chart: the same days are filed under another patient, or something speaks against
          this one. Whether it is the right card is decided in <Link href="/quarantine">Quarantine</Link>.
        </p>
      )}
      {tally.unused.length > 0 && (
        <>
          <p>Not used, or not wholly:</p>
          <ul className={classes.unused}>
            {tally.unused.map(({ name, detail }) => (
              <li key={`${name} ${detail}`}>
                {name}: {detail}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Makes an element take dropped folders; dropping is the mouse's way, the button inside it is everyone's. */
function useDrop(onFiles: (files: CardUploadFile[]) => unknown) {
  const place = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = place.current;
    const listening = new AbortController();
    const { signal } = listening;
    const enter = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer) void droppedFiles(event.dataTransfer).then(onFiles);
    };
    element?.addEventListener('dragover', enter, { signal });
    element?.addEventListener('dragleave', () => setOver(false), { signal });
    element?.addEventListener('drop', drop, { signal });
    return () => listening.abort();
  }, [onFiles]);
  return { place, over };
}

/** Drop a folder, or choose one. */
function DropZone({ refused, onFiles }: { refused: boolean; onFiles: ReturnType<typeof useCardImport>['run'] }) {
  const { place, over } = useDrop(onFiles);
  const input = useRef<HTMLInputElement>(null);
  // a folder is chosen by an attribute that React's types do not know
  useEffect(() => input.current?.setAttribute('webkitdirectory', ''), []);
  return (
    <div ref={place} className={classes.drop} data-over={over || undefined}>
      <span>Drop the folder of a ResMed card here (AirSense, AirCurve): STR.edf and DATALOG.</span>
      <span>Days that are here already are not stored again.</span>
      {refused && <span role="alert">There is nothing of a ResMed card in this folder.</span>}
      <Button onClick={() => input.current?.click()}>Choose folder</Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Folder of a therapy card"
        onChange={(event) => {
          if (event.currentTarget.files) void onFiles(chosenFiles(event.currentTarget.files));
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

function ImportBody({ state, onAgain }: { state: CardImportState; onAgain: () => void }) {
  if (state.step === 'sending') {
    const percent = Math.round((100 * state.sent) / Math.max(1, state.total));
    return (
      <div className={classes.body} role="status">
        <p>Reading the card: {percent} %. Keep this page open.</p>
        <Progress value={percent} aria-label="Part of the card that has been read" />
        <Tally tally={state.tally} />
      </div>
    );
  }
  if (state.step === 'done') {
    return (
      <div className={classes.body} role="status">
        <p>The card has been read.</p>
        <Tally tally={state.tally} />
        <div className={classes.actions}>
          <Button onClick={onAgain}>Read another card</Button>
        </div>
      </div>
    );
  }
  if (state.step === 'stopped') {
    return (
      <div className={classes.body}>
        <ApiErrorPanel title="The card could not be read to its end" error={state.error} onRetry={onAgain} />
        <Tally tally={state.tally} />
        <p>What has arrived stays. Drop the folder again to go on: nothing is stored twice.</p>
      </div>
    );
  }
  return null;
}

/** Takes in the card of a therapy device for one patient, from the folder as it lies on the card. */
export function CardImport({ patient_id }: { patient_id: string }) {
  const router = useRouter();
  const { state, run, reset } = useCardImport(patient_id);
  const { step } = state;
  useEffect(() => {
    // the page's lists are the server's
    if (step === 'done') router.refresh();
  }, [step, router]);
  return (
    <section className={card.card} aria-label="Therapy card">
      <header className={card.header}>
        <h2 className={card.title}>Therapy card</h2>
      </header>
      {step === 'idle' || step === 'not_a_card' ? (
        <DropZone refused={step === 'not_a_card'} onFiles={run} />
      ) : (
        <ImportBody state={state} onAgain={reset} />
      )}
    </section>
  );
}
