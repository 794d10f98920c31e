'use client';

import { Button, TextInput, VisuallyHidden } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { type FormEvent, memo, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { formatCount } from '@/lib/client/format-value';
import { KIND_TEXTS, placeText } from './jump/jump-text';
import classes from './long.module.css';
import { momentOf } from './recording-clock';
import type { LongRecording, Walk } from './use-long-recording';

const ICON = { size: 14, stroke: 1.5, 'aria-hidden': true } as const;

/** Which place of a kind is shown: `ventricular ectopic 4 of 6`. */
function shownText({ kind, places, chosen }: Walk): string {
  const place = chosen === null ? undefined : places[chosen];
  if (!kind || !place) return '';
  const what = `${KIND_TEXTS[kind].name.toLowerCase()} ${formatCount((chosen ?? 0) + 1)} of ${formatCount(places.length)}`;
  return [what, placeText(place)].filter(Boolean).join(', ');
}

/** Goes to a time as it was typed; false where it is none of this recording. */
function goToTyped({ recording, clock, window, centre }: LongRecording, typed: string): boolean {
  const moment = momentOf(typed, clock, recording.duration_ms, (window.fromMs + window.toMs) / 2);
  if (moment === null) return false;
  centre(moment);
  return true;
}

/** A time is typed and gone to: the same whatever is on the paper. */
const GoToTime = memo(function GoToTime({
  onGo,
  field,
}: {
  onGo: (typed: string) => boolean;
  field: LongRecording['timeField'];
}) {
  const [typed, setTyped] = useState('');
  const [failed, setFailed] = useState(false);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const gone = onGo(typed);
    setFailed(!gone);
    if (!gone) return;
    setTyped('');
    // the keys are for the recording again
    field.current?.blur();
  };
  return (
    <form className={classes.goTo} onSubmit={onSubmit}>
      <TextInput
        ref={field}
        size="xs"
        w={150}
        aria-label="Go to a time, such as 22:41:17, or +12:30 since the start"
        aria-keyshortcuts="Shift+T"
        aria-invalid={failed}
        placeholder="hh:mm:ss or +mm:ss"
        value={typed}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setFailed(false);
        }}
      />
      <Button h={26} type="submit">
        Go
      </Button>
      <span role="status" className={classes.failed}>
        {failed ? 'Not a time of this recording' : ''}
      </span>
    </form>
  );
});

/** The window on the paper in words, and ways to the next place and to a time. */
export function WindowBar({ long }: { long: LongRecording }) {
  const { window, clock, walk } = long;
  const text = `${clock.text(window.fromMs)} to ${clock.text(window.toMs)}`;
  const shown = shownText(walk);
  const latest = useRef(long);
  useLayoutEffect(() => {
    latest.current = long;
  });
  const goTo = useCallback((typed: string) => goToTyped(latest.current, typed), []);
  return (
    <div className={classes.bar}>
      <h2 className={classes.window} data-testid="window-time">
        {text}
      </h2>
      <span className={classes.shown}>{shown}</span>
      <VisuallyHidden role="status">{[text, shown].filter(Boolean).join(', ')}</VisuallyHidden>
      <GoToTime onGo={goTo} field={long.timeField} />
      {walk.kind && (
        <Button.Group>
          <Button
            h={26}
            aria-label={`Previous: ${KIND_TEXTS[walk.kind].plural.toLowerCase()}`}
            aria-keyshortcuts="p"
            leftSection={<IconChevronLeft {...ICON} />}
            onClick={() => walk.step(-1)}
          >
            <kbd>p</kbd>
          </Button>
          <Button
            h={26}
            aria-label={`Next: ${KIND_TEXTS[walk.kind].plural.toLowerCase()}`}
            aria-keyshortcuts="n"
            rightSection={<IconChevronRight {...ICON} />}
            onClick={() => walk.step(1)}
          >
            <kbd>n</kbd>
          </Button>
        </Button.Group>
      )}
    </div>
  );
}
