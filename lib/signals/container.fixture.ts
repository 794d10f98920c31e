import { type ReadRange, readHeader, readWindow } from './read-container';
import type { Channel, SampleArray } from './types';
import type { SignalWindow, WindowQuery } from './window';

/** Range reads as an object store answers them, counted. */
export function reader(bytes: Uint8Array): { read: ReadRange; count: () => number } {
  let reads = 0;
  const read: ReadRange = async (from, to) => {
    reads++;
    return bytes.slice(from, Math.min(to, bytes.length));
  };
  return { read, count: () => reads };
}

/** Opens a container and reads windows of it; what is refused throws. */
export async function open(bytes: Uint8Array) {
  const { read, count } = reader(bytes);
  const opened = await readHeader(read);
  if (!opened.ok) throw new Error(opened.reason);
  const window = async (query: WindowQuery): Promise<SignalWindow> => {
    const answer = await readWindow(read, opened.header, query);
    if (!answer.ok) throw new Error(answer.reason);
    return answer.window;
  };
  return { header: opened.header, read, count, window };
}

/** A channel of one unbroken run. */
export function rhythm(name: string, hz: number, samples: SampleArray, id = name): Channel {
  const encoding = samples instanceof Int16Array ? 'int16' : samples instanceof Int32Array ? 'int32' : 'float32';
  const segments = [{ start_ms: 0, scale: 1, offset: 0, samples }];
  return {
    id,
    name,
    kind: 'rhythm',
    unit: 'uV',
    rate: { numerator: hz, denominator: 1 },
    derived: false,
    encoding,
    segments,
  };
}
