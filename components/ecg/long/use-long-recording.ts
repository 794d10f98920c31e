'use client';

import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { WindowState } from '@/components/charts/use-window';
import type { Shortcuts } from '@/components/ui/use-shortcuts';
import {
  type BeatFacts,
  beatFacts,
  type JumpKind,
  type JumpPlace,
  jumpPlaces,
} from '@/lib/measure/domain/beat-list/beat-facts';
import { type BeatList, beatAtOrAfter, LONG_FROM_MS } from '@/lib/measure/domain/beat-list/beat-list';
import type { FibrillationOverTime } from '@/lib/measure/domain/rhythm/follow-fibrillation';
import type { UnjudgedTime } from '@/lib/measure/domain/rhythm/unjudged-time';
import type { Recording } from '@/lib/recordings/contracts';
import type { EcgView } from '../paper/use-ecg-view';
import { beatsPath } from './beats-path';
import { nextPlace, type PaperWindow, windowAround } from './jump/next-place';
import { type RecordingClock, recordingClock } from './recording-clock';
import { useBeats } from './use-beats';

/** The beats of a recording with what they come to. */
export interface KnownBeats {
  list: BeatList;
  facts: BeatFacts;
  places: ReadonlyMap<JumpKind, readonly JumpPlace[]>;
  /** Null where nothing could be judged, or the organisation does not show what was computed. */
  fibrillation: FibrillationOverTime | null;
  /** Null where the rhythm was not followed, or the organisation does not show what was computed. */
  unjudged: UnjudgedTime | null;
}

/** One kind of places that is walked through, and where in it one is. */
export interface Walk {
  /** Null where there is no place of any kind. */
  kind: JumpKind | null;
  places: readonly JumpPlace[];
  chosen: number | null;
  /** Chooses a kind and shows its next place. */
  choose: (kind: JumpKind) => void;
  go: (index: number) => void;
  step: (by: 1 | -1) => void;
}

/** A long recording around the window on the paper. */
export interface LongRecording {
  recording: Recording;
  view: EcgView;
  clock: RecordingClock;
  fetched: WindowState<BeatList | null>;
  /** Null while they are on their way, and where none are kept. */
  beats: KnownBeats | null;
  window: PaperWindow;
  /** Starts the window at a moment; does not change while the recording is the same. */
  goTo: (fromMs: number) => void;
  /** Puts a moment in the middle of the window. */
  centre: (ms: number) => void;
  walk: Walk;
  /** The field a time is typed in. */
  timeField: RefObject<HTMLInputElement | null>;
  keys: Shortcuts;
}

const SECOND_MS = 1000;

function useWalk(beats: KnownBeats | null, window: PaperWindow, show: (place: JumpPlace) => void): Walk {
  const [state, setState] = useState<{ kind: JumpKind; chosen: number | null } | null>(null);
  const [first] = beats?.places.keys() ?? [];
  const kind = state?.kind ?? first ?? null;
  const placesOf = (one: JumpKind | null) => (one === null ? [] : (beats?.places.get(one) ?? []));
  const places = placesOf(kind);
  const chosen = state?.kind === kind ? state.chosen : null;
  const goIn = (one: JumpKind, index: number | null) => {
    const place = index === null ? undefined : placesOf(one)[index];
    setState({ kind: one, chosen: place ? index : null });
    if (place) show(place);
  };
  return {
    kind,
    places,
    chosen,
    choose: (one) => goIn(one, nextPlace(placesOf(one), null, window, 1) ?? 0),
    go: (index) => kind && goIn(kind, index),
    step: (by) => {
      const next = nextPlace(places, chosen, window, by);
      if (kind && next !== null) goIn(kind, next);
    },
  };
}

/** The beat before or after the middle of a window. */
function besideBeat({ times_ms }: BeatList, { fromMs, toMs }: PaperWindow, by: 1 | -1): number | undefined {
  const middle = (fromMs + toMs) / 2;
  // half a sample of a slow recording: the beat in the middle is the one to leave
  const near = 4;
  return by === 1
    ? times_ms[beatAtOrAfter(times_ms, middle + near)]
    : times_ms[beatAtOrAfter(times_ms, middle - near) - 1];
}

function starting(goTo: (fromMs: number) => void, fromMs: number): () => void {
  return () => goTo(fromMs);
}

function longKeys(long: Omit<LongRecording, 'keys'>): Shortcuts {
  const { window, goTo, centre, walk, beats, recording, timeField } = long;
  const beat = (by: 1 | -1) => () => {
    const at = beats ? besideBeat(beats.list, window, by) : undefined;
    if (at !== undefined) centre(at);
  };
  return {
    'Shift+ArrowLeft': () => goTo(window.fromMs - SECOND_MS),
    'Shift+ArrowRight': () => goTo(window.fromMs + SECOND_MS),
    Home: starting(goTo, 0),
    End: starting(goTo, recording.duration_ms),
    j: beat(1),
    k: beat(-1),
    n: () => walk.step(1),
    p: () => walk.step(-1),
    'Shift+t': () => timeField.current?.focus(),
  };
}

/** What surrounds the window on the paper of a long recording; null for one that is read whole. */
export function useLongRecording(recording: Recording, view: EcgView, timeZone: string): LongRecording | null {
  const fetched = useBeats(beatsPath(recording));
  const { recording_date, duration_ms } = recording;
  const isLong = duration_ms > LONG_FROM_MS;
  const clock = useMemo(
    () => recordingClock(recording_date, isLong ? duration_ms : 0, timeZone),
    [recording_date, isLong, duration_ms, timeZone],
  );
  const { fibrillation = null, unjudged = null } = recording.derived ?? {};
  const beats = useMemo((): KnownBeats | null => {
    if (!fetched.data) return null;
    const facts = beatFacts(fetched.data);
    const places = jumpPlaces(fetched.data, facts, fibrillation?.episodes ?? []);
    return { list: fetched.data, facts, places, fibrillation, unjudged };
  }, [fetched.data, fibrillation, unjudged]);
  const latest = useRef(view);
  useLayoutEffect(() => {
    latest.current = view;
  });
  const goTo = useCallback((ms: number) => latest.current.goTo(ms), []);
  const timeField = useRef<HTMLInputElement>(null);
  const window = view.time;
  const walk = useWalk(beats, window, (place) => goTo(windowAround(place, window)));
  if (!isLong || view.block === 'median') return null;
  const centre = (ms: number) => goTo(windowAround({ at_ms: ms, to_ms: ms }, window));
  const long = { recording, view, clock, fetched, beats, window, goTo, centre, walk, timeField };
  return { ...long, keys: longKeys(long) };
}
