import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type StreamState, watchChangeStream } from './change-stream';

class FakeEventSource extends EventTarget {
  static opened: FakeEventSource[] = [];
  closed = false;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }

  close() {
    this.closed = true;
  }

  say(type: string, data = '{}') {
    this.dispatchEvent(new MessageEvent(type, { data }));
  }
}

const newest = () => {
  const one = FakeEventSource.opened.at(-1);
  if (!one) throw new Error('no stream was opened');
  return one;
};

let states: StreamState[] = [];
let changes: number[] = [];
let stop: () => void = () => undefined;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeEventSource);
  FakeEventSource.opened = [];
  states = [];
  changes = [];
  stop = watchChangeStream({
    onChange: (change) => changes.push(change),
    onState: (state) => states.push(state),
  });
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('stream of changes', () => {
  it('hands on change numbers and is live once it has heard one', () => {
    newest().say('change', '{"change":7}');
    expect([newest().url, states, changes]).toEqual(['/api/events', ['connecting', 'live'], [7]]);
  });

  it('comes back in growing pauses after failures', () => {
    newest().say('error');
    expect(states.at(-1)).toBe('down');
    vi.advanceTimersByTime(5000);
    expect(FakeEventSource.opened).toHaveLength(2);
    newest().say('error');
    vi.advanceTimersByTime(5000);
    expect(FakeEventSource.opened).toHaveLength(2);
    vi.advanceTimersByTime(5000);
    expect(FakeEventSource.opened).toHaveLength(3);
  });

  it('stays away when the session has ended or another window took its place', () => {
    for (const [reason, state] of [
      ['ended', 'ended'],
      ['replaced', 'down'],
    ] as const) {
      newest().say(reason);
      vi.advanceTimersByTime(600_000);
      expect([states.at(-1), FakeEventSource.opened.length, newest().closed]).toEqual([state, 1, true]);
    }
  });

  it('holds no connection while the window cannot be seen', () => {
    const visible = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(newest().closed).toBe(true);
    visible.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    expect(FakeEventSource.opened).toHaveLength(2);
    visible.mockRestore();
  });
});
