/** A page that has not come by then will not; keys mean again what they mean on the page that stayed. */
const LONGEST_MS = 10_000;

let typed = '';
let end: (() => void) | null = null;

/** What a key leaves of the text: a letter added, one taken back, as it was for keys that write nothing. */
function after(text: string, key: string): string {
  if (key === 'Backspace') return text.slice(0, -1);
  return key.length === 1 ? text + key : text;
}

/**
 * Gathers what is typed from now on for a field whose page is on its way, so that no letter is lost and none is taken
 * for a shortcut of the page that is being left. Escape, Tab or a press elsewhere ends it and forgets the text.
 */
export function startTypeAhead(): void {
  end?.();
  typed = '';
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    event.stopImmediatePropagation();
    if (event.key === 'Escape' || event.key === 'Tab') {
      takeTypeAhead();
      return;
    }
    event.preventDefault();
    typed = after(typed, event.key);
  };
  const forget = () => void takeTypeAhead();
  const timer = setTimeout(forget, LONGEST_MS);
  window.addEventListener('keydown', onKey, { capture: true });
  window.addEventListener('pointerdown', forget, { capture: true });
  end = () => {
    clearTimeout(timer);
    window.removeEventListener('keydown', onKey, { capture: true });
    window.removeEventListener('pointerdown', forget, { capture: true });
    end = null;
  };
}

/** Ends the gathering and hands its text to the field that has come; empty where nothing was gathered. */
export function takeTypeAhead(): string {
  end?.();
  const text = typed;
  typed = '';
  return text;
}
