import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aRecording } from '@/components/testing/factories';
import { encodeWindow } from '@/lib/signals/window-wire';
import { firstSignalsPath } from '../paper/signals-path';
import { drawFirstTrace } from './draw-first-trace';

const recording = aRecording({ duration_ms: 10_000 });
const path = firstSignalsPath(recording) ?? '';
let strokes = 0;
let stubs: { mockRestore: () => void }[] = [];

beforeEach(() => {
  strokes = 0;
  // jsdom has neither layout nor canvas
  const nothing = () => undefined;
  const drawn = { ...{ setTransform: nothing, save: nothing, restore: nothing, rect: nothing, clip: nothing } };
  const lines = { beginPath: nothing, moveTo: nothing, lineTo: nothing, fillRect: nothing, fillText: nothing };
  const stroke = () => {
    strokes += 1;
  };
  const context = { canvas: { width: 1, height: 1 }, measureText: () => ({ width: 20 }), stroke, ...drawn, ...lines };
  // only what drawing uses is there
  const asContext = context as unknown as CanvasRenderingContext2D;
  stubs = [
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation((() => asContext) as never),
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1060),
  ];
});

afterEach(() => {
  for (const stub of stubs) stub.mockRestore();
  Reflect.deleteProperty(window, 'nightbeatEarly');
  document.body.replaceChildren();
});

function serverCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const { duration_ms, channels } = recording;
  canvas.dataset.firstTrace = JSON.stringify({ path, duration_ms, channels });
  document.body.append(canvas);
  return canvas;
}

function answered(answer: ArrayBuffer | null): void {
  Object.assign(window, { nightbeatEarly: new Map([[path, Promise.resolve(answer)]]) });
}

function samples(): ArrayBuffer {
  const base = { unit: 'uV', sampling_rate_hz: 500, kind: 'samples' as const, start_ms: 0, step_ms: 2 };
  const values = new Float32Array(5000);
  const channels = recording.channels.map(({ id, name }) => ({ ...base, id, name, values }));
  return encodeWindow({ from_ms: 0, to_ms: 10_000, channels }, new Date(recording.recording_date)).buffer;
}

it('draws the trace at the viewer’s scale, and leaves the answer for the viewer', async () => {
  answered(samples());
  const canvas = serverCanvas();
  await drawFirstTrace(canvas);
  expect(canvas.dataset.state).toBe('drawn');
  // 263 mm of strip in 1060 px: 4 px a millimetre
  expect(canvas.width).toBe(1060);
  expect(canvas.style.height).toBe(`${canvas.height}px`);
  // pulses and lead marks twice, once without and once with the trace, and thirteen traces
  const without = strokes;
  strokes = 0;
  answered(null);
  await drawFirstTrace(canvas);
  expect(without - 2 * strokes).toBe(13);
});

it('leaves the paper empty where the samples did not come: the viewer says why', async () => {
  answered(null);
  const canvas = serverCanvas();
  await drawFirstTrace(canvas);
  expect(canvas.dataset.state).toBe('paper');
});

it('draws nothing on a canvas the viewer has taken away meanwhile', async () => {
  answered(samples());
  const canvas = serverCanvas();
  const drawing = drawFirstTrace(canvas);
  canvas.remove();
  await drawing;
  expect(canvas.dataset.state).toBe('paper');
});
