const SIGNS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

let touched = false;
let listening = false;

function note(): void {
  touched = true;
}

/**
 * Whether somebody has touched the page since this was last asked (and, at the first time, since listening began).
 * Pages that ask the server by themselves tell it so with this: a session ends for want of a person, not of requests.
 */
export function takePersonActivity(): boolean {
  if (!listening) {
    for (const sign of SIGNS) window.addEventListener(sign, note, { capture: true, passive: true });
    listening = true;
  }
  const was = touched;
  touched = false;
  return was;
}
