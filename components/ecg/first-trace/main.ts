/*
 * Runs by itself while the page's scripts are still on their way, and draws the trace on the canvas the server wrote
 * (see `FirstPaper`). Bundled apart, so that it needs nothing of theirs.
 */
import { drawFirstTrace } from './draw-first-trace';

function look(): void {
  const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-first-trace]');
  // without it, or without what it needs, the viewer shows the trace as it always does
  if (canvas) void drawFirstTrace(canvas).catch(() => undefined);
  else if (document.readyState === 'loading') requestAnimationFrame(look);
}

// with the first frame: before it the style sheets, which give the paper its width, may still be on their way
requestAnimationFrame(look);
