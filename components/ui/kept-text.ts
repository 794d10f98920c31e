/** What is kept under a key at this moment, for handlers that need no redrawing. */
export function keptText(key: string): string {
  try {
    return window.localStorage.getItem(key) ?? '';
  } catch {
    // Storage can be closed to us (private windows); nothing is kept then.
    return '';
  }
}
