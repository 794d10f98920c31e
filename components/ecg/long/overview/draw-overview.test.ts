import { describe, expect, it } from 'vitest';
import type { BeatList } from '@/lib/measure/domain/beat-list/beat-list';
import { drawOverview, type OverviewDrawing } from './draw-overview';

const HOUR = 3_600_000;

const LIST: BeatList = {
  source: { kind: 'file', track: 'atr' },
  ...{ duration_ms: HOUR, analysed_ms: null, missing_ms: 360_000 },
  gaps: [{ from_ms: 720_000, to_ms: 1_080_000 }],
  marks: [
    { kind: 'noise', from_ms: 2_880_000, to_ms: 3_240_000, text: '' },
    { kind: 'noise', from_ms: 3_300_000, to_ms: null, text: '' },
  ],
  times_ms: new Uint32Array(),
  flags: new Uint8Array(),
};

interface Hatched {
  left: number;
  width: number;
  line: string;
  /** Whether something is laid under the lines. */
  ground: boolean;
  ways: Set<'rising' | 'falling'>;
}

/** Draws 1000 px of an hour, and says what was hatched. */
function hatched(change: Partial<OverviewDrawing>): Hatched[] {
  const found: Hatched[] = [];
  let box: Hatched | null = null;
  let from = { x: 0, y: 0 };
  const context = {
    strokeStyle: '',
    setTransform() {},
    clearRect() {},
    save() {},
    beginPath() {},
    clip() {},
    restore() {
      box = null;
    },
    rect(left: number, _top: number, width: number) {
      box = { left, width, line: '', ground: false, ways: new Set() };
      found.push(box);
    },
    fillRect() {
      if (box) box.ground = true;
    },
    moveTo(x: number, y: number) {
      from = { x, y };
    },
    lineTo(x: number, y: number) {
      box?.ways.add(x > from.x === y < from.y ? 'rising' : 'falling');
    },
    stroke() {
      if (box) box.line = context.strokeStyle;
    },
  };
  drawOverview(context as unknown as CanvasRenderingContext2D, {
    ...{ list: LIST, range: { min: 40, max: 120, ticks: [] }, rows: [], unjudged: [], ticks: [], startMs: 0 },
    ...{ width: 1000, devicePixelRatio: 1, color: (name) => name },
    ...change,
  });
  return found;
}

describe('what is hatched in an overview', () => {
  it('is one way on a ground of its own where nothing was recorded, crosswise where it was noise or was not judged', () => {
    const unjudged = [{ from_ms: 1_800_000, to_ms: 2_160_000 }];
    const [rising, both] = [new Set(['rising']), new Set(['rising', 'falling'])];
    expect(hatched({ unjudged })).toEqual([
      { left: 200, width: 100, line: 'line-2', ground: true, ways: rising },
      { left: 800, width: 100, line: 'e-ua', ground: false, ways: both },
      { left: 500, width: 100, line: 'e-ua', ground: false, ways: both },
    ]);
  });

  it('is seen however short it is', () => {
    const [, , short] = hatched({ unjudged: [{ from_ms: 1_800_000, to_ms: 1_800_001 }] });
    expect(short).toMatchObject({ left: 500, width: 1.5 });
  });
});
