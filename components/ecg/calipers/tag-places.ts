/** A tag beside its caliper: its text, and where its middle and its bottom would best lie, in CSS pixels. */
export interface WantedTag {
  id: number;
  text: string;
  x: number;
  bottom: number;
}

/** Where a tag lies, in CSS pixels from the top left corner of the paper. */
export interface PlacedTag {
  id: number;
  text: string;
  left: number;
  top: number;
  width: number;
}

export const TAG_HEIGHT_PX = 18;
const PADDING_PX = 6;
const LETTER_PX = 6.6;
/** Between two tags. */
const APART_PX = 2;

const overlaps = (a: PlacedTag, b: PlacedTag) =>
  a.left < b.left + b.width + APART_PX &&
  b.left < a.left + a.width + APART_PX &&
  Math.abs(a.top - b.top) < TAG_HEIGHT_PX + APART_PX;

/** Tops to try for a tag: where it best lies, then in turn one over and one under it, and so on. */
function* topsAround(top: number, most: number): Generator<number> {
  yield top;
  for (let away = 1; away <= most; away += 1) {
    yield top - away * (TAG_HEIGHT_PX + APART_PX);
    yield top + away * (TAG_HEIGHT_PX + APART_PX);
  }
}

/**
 * Places tags so that none covers another: each as near as can be to where it best lies, the earlier ones first. A tag
 * stays on the paper.
 */
export function placeTags(wanted: readonly WantedTag[], paper: { widthPx: number; heightPx: number }): PlacedTag[] {
  const placed: PlacedTag[] = [];
  const highest = Math.max(0, paper.heightPx - TAG_HEIGHT_PX);
  for (const { id, text, x, bottom } of wanted) {
    const width = text.length * LETTER_PX + 2 * PADDING_PX;
    const left = Math.min(Math.max(0, x - width / 2), Math.max(0, paper.widthPx - width));
    const best = Math.min(highest, Math.max(0, bottom - TAG_HEIGHT_PX));
    const tag = { id, text, left, width, top: best };
    for (const top of topsAround(best, wanted.length)) {
      if (top < 0 || top > highest || placed.some((other) => overlaps({ ...tag, top }, other))) continue;
      tag.top = top;
      break;
    }
    placed.push(tag);
  }
  return placed;
}
