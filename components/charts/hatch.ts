const STEP_PX = 6;

/** Where to hatch, in CSS pixels of the context. */
interface HatchedBox {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Hatches a box: nothing is known there, which must never look like zero.
 * @param ground laid under the lines, over what is drawn already; null leaves it visible
 */
export function drawHatch(
  ctx: CanvasRenderingContext2D,
  { left, top, width, height }: HatchedBox,
  line: string,
  ground: string | null,
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  if (ground !== null) {
    ctx.fillStyle = ground;
    ctx.fillRect(left, top, width, height);
  }
  ctx.strokeStyle = line;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let x = Math.floor((left - height) / STEP_PX) * STEP_PX; x < left + width; x += STEP_PX) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
  ctx.restore();
}
