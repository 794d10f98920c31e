'use client';

import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { type PointerEvent, useMemo, useRef, useState } from 'react';
import { useElementWidth } from '@/components/charts/use-element-width';
import card from '@/components/ui/card.module.css';
import { ApiErrorPanel } from '@/components/ui/state-panel';
import { formatCount } from '@/lib/client/format-value';
import { rhythmLeads } from '@/lib/ecg/domain/paper/rhythm-leads';
import { beatFacts } from '@/lib/measure/domain/beat-list/beat-facts';
import type { BeatList } from '@/lib/measure/domain/beat-list/beat-list';
import type { LongRecording } from '../use-long-recording';
import classes from './disclosure.module.css';
import { DisclosureCanvas } from './disclosure-canvas';
import { pageCount, pageOf, ROW_MS, rowsOf } from './disclosure-rows';
import { ROW_PX } from './draw-disclosure';
import { usePage } from './use-page';

const ICON = { size: 14, stroke: 1.5, 'aria-hidden': true } as const;

/** What a line holds, for those who cannot see it. */
function rowText(list: BeatList | null, fromMs: number, lead: string, time: string): string {
  if (!list) return `${time}, lead ${lead}: show on the paper`;
  const { beats, mean_bpm, labels, labelled } = beatFacts(list, fromMs, fromMs + ROW_MS);
  const rate = mean_bpm === null ? 'no rate' : `mean ${Math.round(mean_bpm)} bpm`;
  const ectopics = labelled ? `, ${labels.V} ventricular and ${labels.S} supraventricular ectopics` : '';
  return `${time}: ${beats} beats, ${rate}${ectopics}. Show on the paper`;
}

/** The window on the paper where it lies on the lines of a page: one piece a line. */
function Frames({ long, rows, width }: { long: LongRecording; rows: readonly number[]; width: number }) {
  const { fromMs, toMs } = long.window;
  return rows.map((start, row) => {
    const [from, to] = [Math.max(fromMs, start), Math.min(toMs, start + ROW_MS)];
    if (from >= to) return null;
    const left = ((from - start) / ROW_MS) * width;
    const size = ((to - from) / ROW_MS) * width;
    return <i key={start} className={classes.frame} style={{ left, width: size, top: row * ROW_PX, height: ROW_PX }} />;
  });
}

function Lines({ long, page, lead }: { long: LongRecording; page: number; lead: string | null }) {
  const { recording, clock, beats, centre, goTo } = long;
  const plot = useRef<HTMLDivElement>(null);
  const width = useElementWidth(plot) ?? 0;
  // the paper comes first: what is under it is asked for once the beats are there, or known not to come
  const { data, error, retry } = usePage(recording, page, lead, width, !long.fetched.loading);
  const rows = useMemo(() => rowsOf(page, recording.duration_ms), [page, recording.duration_ms]);
  const list = beats?.list ?? null;
  const texts = useMemo(
    () => rows.map((start) => rowText(list, start, lead ?? '', clock.text(start))),
    [rows, list, lead, clock],
  );
  const onOpen = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const start = rows[Math.floor((event.clientY - box.top) / ROW_PX)];
    if (start === undefined) return;
    centre(Math.min(recording.duration_ms, start + ((event.clientX - box.left) / width) * ROW_MS));
  };
  if (error) return <ApiErrorPanel title="The lines could not load" error={error} onRetry={retry} />;
  return (
    <div className={classes.body}>
      <ol className={classes.times}>
        {rows.map((start, row) => (
          <li key={start} style={{ height: ROW_PX }}>
            <button type="button" aria-label={texts[row]} onClick={() => goTo(start)}>
              {clock.text(start)}
            </button>
          </li>
        ))}
      </ol>
      <div className={classes.plot} ref={plot} onPointerUp={onOpen}>
        <DisclosureCanvas
          channel={data?.page === page ? data.channel : null}
          rows={rows}
          durationMs={recording.duration_ms}
          list={list}
          width={width}
          sentence={`Lead ${lead}, one minute a line, from ${clock.text(rows[0] ?? 0)}; the buttons beside the lines say what each holds`}
        />
        <Frames long={long} rows={rows} width={width} />
      </div>
    </div>
  );
}

/** Every minute of a recording, a line each; a click shows the place on the paper. Follows the window page by page. */
export function FullDisclosure({ long }: { long: LongRecording }) {
  const { recording, window } = long;
  const leads = rhythmLeads(recording);
  const [chosenLead, setLead] = useState<string | null>(null);
  const lead = chosenLead ?? leads[0] ?? null;
  const shown = pageOf((window.fromMs + window.toMs) / 2);
  // another page may be looked at until the window leaves the page it was on
  const [looked, setLooked] = useState({ of: shown, page: shown });
  const page = looked.of === shown ? looked.page : shown;
  const pages = pageCount(recording.duration_ms);
  const turn = (by: number) => setLooked({ of: shown, page: Math.min(pages - 1, Math.max(0, page + by)) });
  return (
    <section className={card.card} aria-label="Full disclosure" data-testid="disclosure">
      <header className={card.header}>
        <h2 className={classes.title}>Full disclosure</h2>
        <span className={classes.about}>one minute a line, not to scale</span>
        {leads.length > 1 && (
          <Button.Group>
            {leads.map((one) => (
              <Button
                key={one}
                h={26}
                aria-label={`Lead ${one} on the lines`}
                aria-pressed={one === lead}
                variant={one === lead ? 'light' : 'default'}
                onClick={() => setLead(one)}
              >
                {one}
              </Button>
            ))}
          </Button.Group>
        )}
        {pages > 1 && (
          <Button.Group>
            <Button h={26} aria-label="Earlier ten minutes" disabled={page === 0} onClick={() => turn(-1)}>
              <IconChevronLeft {...ICON} />
            </Button>
            <Button.GroupSection size="xs" variant="default">
              {formatCount(page + 1)} of {formatCount(pages)}
            </Button.GroupSection>
            <Button h={26} aria-label="Later ten minutes" disabled={page === pages - 1} onClick={() => turn(1)}>
              <IconChevronRight {...ICON} />
            </Button>
          </Button.Group>
        )}
      </header>
      <Lines long={long} page={page} lead={lead} />
    </section>
  );
}
