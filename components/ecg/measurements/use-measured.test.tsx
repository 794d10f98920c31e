import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AtPath, router } from '@/components/testing/factories';
import type { Recording } from '@/lib/recordings/contracts';
import { useMeasured } from './use-measured';

const wrapper = ({ children }: { children: ReactNode }) => <AtPath path="/ecg/rec_1">{children}</AtPath>;

let opened: EventTarget[] = [];
class FakeEventSource extends EventTarget {
  constructor() {
    super();
    opened.push(this);
  }
  close = vi.fn();
}

beforeEach(() => {
  opened = [];
  vi.stubGlobal('EventSource', FakeEventSource);
});
afterEach(() => vi.unstubAllGlobals());

it('reads the ECG again with every change while it is being measured, and then listens no more', () => {
  const { rerender } = renderHook((measuring: Recording['measuring']) => useMeasured({ measuring }), {
    initialProps: 'waiting' as Recording['measuring'],
    wrapper,
  });
  const [stream] = opened;
  stream?.dispatchEvent(new MessageEvent('change', { data: '{"change":7}' }));
  expect(router.refresh).toHaveBeenCalledOnce();
  rerender('done');
  expect(stream).toHaveProperty('close.mock.calls.length', 1);
});

it.each(['done', 'unreadable', 'given_up', null] as const)('does not listen where it is %s', (measuring) => {
  renderHook(() => useMeasured({ measuring }), { wrapper });
  expect(opened).toEqual([]);
});
