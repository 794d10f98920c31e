/** How pushed updates stand: on their way, heard, not to be had, or over because the session is. */
export type StreamState = 'connecting' | 'live' | 'down' | 'ended';

interface Handlers {
  onChange: (change: number) => void;
  onState: (state: StreamState) => void;
}

const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 60_000;

function changeOf(event: MessageEvent<string>): number | null {
  const data: unknown = JSON.parse(event.data);
  const change: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'change') : null;
  return typeof change === 'number' ? change : null;
}

/**
 * Listens to the organisation's changes while the window can be seen; a hidden one holds no connection, as browsers have
 * few. Comes back by itself after a failure, in growing pauses.
 * @returns a function that ends it
 */
export function watchChangeStream({ onChange, onState }: Handlers): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = FIRST_PAUSE_MS;

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const finish = (state: StreamState) => {
    close();
    onState(state);
  };
  const open = () => {
    close();
    onState('connecting');
    source = new EventSource('/api/events');
    source.addEventListener('change', (event) => {
      const change = changeOf(event);
      if (change === null) return;
      pauseMs = FIRST_PAUSE_MS;
      onState('live');
      onChange(change);
    });
    source.addEventListener('ended', () => finish('ended'));
    // another window of the same person took the place; this one may have it back when it is looked at again
    source.addEventListener('replaced', () => finish('down'));
    source.addEventListener('error', () => {
      finish('down');
      timer = setTimeout(open, pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    });
  };
  const onVisibility = () => {
    if (document.visibilityState === 'visible') open();
    else close();
  };
  document.addEventListener('visibilitychange', onVisibility);
  onVisibility();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}
