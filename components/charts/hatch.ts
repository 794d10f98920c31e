const STEP_PX = 6;
/** Wider, as it has twice the lines. */
const MESH_STEP_PX = 8;

/** Where to hatch, in CSS pixels of the context. */
interface HatchedBox {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Draws in a box, and nowhere beside it. */
function inside(ctx: CanvasRenderingContext2D, { left, top, width, height }: HatchedBox, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  draw();
  ctx.restore();
}

/** Lines across a box that rise to the right, or fall. */
function strokeLines(
  ctx: CanvasRenderingContext2D,
  { left, top, width, height }: HatchedBox,
  step: number,
  way: 'rising' | 'falling',
): void {
  const [from, to] = way === 'rising' ? [top + height, top] : [top, top + height];
  ctx.beginPath();
  for (let x = Math.floor((left - height) / step) * step; x < left + width; x += step) {
    ctx.moveTo(x, from);
    ctx.lineTo(x + height, to);
  }
  ctx.stroke();
}

/**
 * Hatches a box: nothing is known there, which must never look like zero.
 * @param ground laid under the lines, over what is drawn already; null leaves it visible
 */
export function drawHatch(ctx: CanvasRenderingContext2D, box: HatchedBox, line: string, ground: string | null): void {
  inside(ctx, box, () => {
    if (ground !== null) {
      ctx.fillStyle = ground;
      ctx.fillRect(box.left, box.top, box.width, box.height);
    }
    ctx.strokeStyle = line;
    ctx.lineWidth = 1;
    strokeLines(ctx, box, STEP_PX, 'rising');
  });
}

/** Hatches a box crosswise: something is there that cannot be judged. What is drawn already stays visible. */
export function drawMesh(ctx: CanvasRenderingContext2D, box: HatchedBox, line: string): void {
  inside(ctx, box, () => {
    ctx.strokeStyle = line;
    ctx.lineWidth = 1;
    strokeLines(ctx, box, MESH_STEP_PX, 'rising');
    strokeLines(ctx, box, MESH_STEP_PX, 'falling');
  });
}
