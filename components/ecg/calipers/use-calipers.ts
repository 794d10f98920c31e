'use client';

import { useState } from 'react';
import type { Shortcuts } from '@/components/ui/use-shortcuts';
import type { PlacedLayout, PlacedSegment } from '@/lib/ecg/domain/paper/ecg-layout';
import { type LeadTrace, restingOffsetUv } from '@/lib/ecg/domain/paper/lead-trace';
import {
  type Caliper,
  type CaliperKind,
  microvoltsAt,
  moveEnd,
  msAt,
  nearestSampleMs,
  nudge,
  type PaperPoint,
  segmentAt,
  segmentOf,
  shift,
} from './caliper';

const FAST = 10;
/** Where a caliper set by key begins and ends on its lead. */
const KEY_SPAN = [0.4, 0.6] as const;
const ONE_MILLIVOLT_UV = 1000;

/** What calipers stand on: the paper and the traces drawn on it. */
export interface CaliperGround {
  placed: PlacedLayout;
  traces: ReadonlyMap<string, LeadTrace> | null;
  speedMmPerS: number;
}

/** The calipers of a view and what can be done with them. */
export interface Calipers {
  all: readonly Caliper[];
  active: Caliper | null;
  /** The kind that a drag over the paper sets; null while the pointer sets none. */
  tool: CaliperKind | null;
  /** Sets one in the middle of the lead of the active caliper, or of the lowest row. */
  add: (kind: CaliperKind) => void;
  select: (id: number, handle: 0 | 1) => void;
  remove: (id: number) => void;
  /** Sets one where the pointer is; its second end follows the pointer. Null where no lead is there. */
  start: (point: PaperPoint) => number | null;
  drag: (id: number, handle: 0 | 1, point: PaperPoint) => void;
  keys: Shortcuts;
}

/** A caliper in the middle of a segment, on samples; a voltage caliper spans 1 mV from the row's zero line up. */
function onSegment(id: number, kind: CaliperKind, segment: PlacedSegment, trace: LeadTrace): Caliper {
  const { lead, row, fromMs, toMs } = segment;
  const at = (share: number) => nearestSampleMs(trace, fromMs + share * (toMs - fromMs));
  const base = { id, lead, row, handle: 1 as const };
  if (kind !== 'voltage') return { ...base, kind, at: [at(KEY_SPAN[0]), at(KEY_SPAN[1])] };
  const zero = restingOffsetUv(trace);
  return { ...base, kind, at: [zero, zero + ONE_MILLIVOLT_UV], atMs: at(0.5) };
}

function underPointer(id: number, kind: CaliperKind, point: PaperPoint, ground: CaliperGround): Caliper | null {
  const segment = segmentAt(ground.placed, point);
  const trace = segment && ground.traces?.get(segment.lead);
  if (!segment || !trace) return null;
  const base = { id, lead: segment.lead, row: segment.row, handle: 1 as const };
  const ms = msAt(segment, point, trace, ground.speedMmPerS);
  if (kind !== 'voltage') return { ...base, kind, at: [ms, ms] };
  const uv = microvoltsAt(segment, point, trace, ground.speedMmPerS);
  return { ...base, kind, at: [uv, uv], atMs: ms };
}

/** The segment after or before the caliper's that shows its time, in the order of the paper. */
function neighbour(placed: PlacedLayout, caliper: Caliper, by: 1 | -1): PlacedSegment | null {
  const here = segmentOf(placed, caliper);
  const ms = caliper.kind === 'voltage' ? caliper.atMs : caliper.at[caliper.handle];
  const rows = placed.segments.filter(({ fromMs, toMs }) => fromMs <= ms && ms <= toMs);
  const at = here ? rows.indexOf(here) : -1;
  return rows[at + by] ?? null;
}

interface Store {
  all: readonly Caliper[];
  activeId: number | null;
  nextId: number;
  tool: CaliperKind | null;
}

/** What the keys do to the active caliper. Arrow keys are taken only while there is one. */
function caliperKeys(
  active: Caliper | null,
  ground: CaliperGround,
  change: (caliper: Caliper) => void,
  remove: (id: number) => void,
): Shortcuts {
  const trace = active && ground.traces?.get(active.lead);
  if (!active || !trace) return {};
  const sideways = (samples: number) => () =>
    change(active.kind === 'voltage' ? shift(active, samples, trace) : nudge(active, samples, trace));
  const upwards = (by: 1 | -1, steps: number) => () => {
    if (active.kind === 'voltage') return change(nudge(active, by * steps, trace));
    const next = neighbour(ground.placed, active, by === 1 ? -1 : 1);
    if (next) change({ ...active, lead: next.lead, row: next.row });
  };
  const removed = () => remove(active.id);
  return {
    ArrowLeft: sideways(-1),
    ArrowRight: sideways(1),
    'Shift+ArrowLeft': sideways(-FAST),
    'Shift+ArrowRight': sideways(FAST),
    ArrowUp: upwards(1, 1),
    ArrowDown: upwards(-1, 1),
    'Shift+ArrowUp': upwards(1, FAST),
    'Shift+ArrowDown': upwards(-1, FAST),
    h: () => change({ ...active, handle: active.handle === 0 ? 1 : 0 }),
    Escape: removed,
  };
}

/** The calipers on an ECG: several at once, one of them active. They stay on their samples when the paper changes. */
export function useCalipers(ground: CaliperGround): Calipers {
  const [store, setStore] = useState<Store>({ all: [], activeId: null, nextId: 1, tool: null });
  const active = store.all.find(({ id }) => id === store.activeId) ?? null;
  const change = (caliper: Caliper) =>
    setStore((old) => ({ ...old, all: old.all.map((one) => (one.id === caliper.id ? caliper : one)) }));
  const put = (caliper: Caliper) =>
    setStore((old) => ({
      all: [...old.all, caliper],
      activeId: caliper.id,
      nextId: old.nextId + 1,
      tool: caliper.kind,
    }));
  const remove = (id: number) =>
    setStore((old) => {
      const all = old.all.filter((one) => one.id !== id);
      const activeId = old.activeId === id ? (all.at(-1)?.id ?? null) : old.activeId;
      return { ...old, all, activeId, tool: all.length > 0 ? old.tool : null };
    });
  const add = (kind: CaliperKind) => {
    const segment = (active && segmentOf(ground.placed, active)) ?? ground.placed.segments.at(-1);
    const trace = segment && ground.traces?.get(segment.lead);
    if (segment && trace) put(onSegment(store.nextId, kind, segment, trace));
  };
  const start = (point: PaperPoint) => {
    const caliper = store.tool && underPointer(store.nextId, store.tool, point, ground);
    if (!caliper) return null;
    put(caliper);
    return caliper.id;
  };
  const drag = (id: number, handle: 0 | 1, point: PaperPoint) => {
    const caliper = store.all.find((one) => one.id === id);
    const segment = caliper && segmentOf(ground.placed, caliper);
    const trace = caliper && ground.traces?.get(caliper.lead);
    if (caliper && segment && trace) change(moveEnd(caliper, handle, segment, point, trace, ground.speedMmPerS));
  };
  const select = (id: number, handle: 0 | 1) =>
    setStore((old) => ({
      ...old,
      activeId: id,
      all: old.all.map((one) => (one.id === id ? { ...one, handle } : one)),
    }));
  const keys = caliperKeys(active, ground, change, remove);
  return { all: store.all, active, tool: store.tool, add, select, remove, start, drag, keys };
}
