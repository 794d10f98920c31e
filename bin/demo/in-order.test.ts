import { describe, expect, it } from 'vitest';
import { workInOrder } from './in-order.mjs';

interface Item {
  name: string;
  patient: string;
  device: string;
}

const item = (name: string, patient: string, device: string): Item => ({ name, patient, device });
const namesOf = ({ patient, device }: Item) => [`patient ${patient}`, `device ${device}`];

/** Work that is ended by hand, and what was begun so far. */
function handWork() {
  const begun: string[] = [];
  const ends = new Map<string, { resolve(): void; reject(error: Error): void }>();
  const work = ({ name }: Item) => {
    begun.push(name);
    return new Promise<void>((resolve, reject) => {
      ends.set(name, { resolve, reject });
    });
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const end = async (name: string) => {
    ends.get(name)?.resolve();
    await settle();
  };
  const fail = async (name: string) => {
    ends.get(name)?.reject(new Error(name));
    await settle();
  };
  return { begun, work, settle, end, fail };
}

describe('workInOrder', () => {
  it('lets what shares a patient or a device wait, and what waits hold back what follows it', async () => {
    const items = [item('a', '1', 'x'), item('b', '1', 'y'), item('c', '2', 'y'), item('d', '3', 'z')];
    const hand = handWork();
    const done = workInOrder(items, { atOnce: 4, namesOf, work: hand.work });
    await hand.settle();
    // c has a free patient and a free device, but b is before it on that device
    expect(hand.begun).toEqual(['a', 'd']);
    await hand.end('a');
    expect(hand.begun).toEqual(['a', 'd', 'b']);
    await hand.end('b');
    expect(hand.begun).toEqual(['a', 'd', 'b', 'c']);
    await hand.end('c');
    await hand.end('d');
    await done;
  });

  it('works on no more than so many at once', async () => {
    const items = ['1', '2', '3'].map((name) => item(name, name, name));
    const hand = handWork();
    const done = workInOrder(items, { atOnce: 2, namesOf, work: hand.work });
    await hand.settle();
    expect(hand.begun).toEqual(['1', '2']);
    await hand.end('2');
    expect(hand.begun).toEqual(['1', '2', '3']);
    await hand.end('1');
    await hand.end('3');
    await done;
  });

  it('begins nothing after a failure, lets the rest end and throws it', async () => {
    const items = ['1', '2', '3'].map((name) => item(name, name, name));
    const hand = handWork();
    const done = workInOrder(items, { atOnce: 2, namesOf, work: hand.work });
    const outcome = done.then(
      () => 'done',
      (error: Error) => `failed at ${error.message}`,
    );
    await hand.settle();
    await hand.fail('1');
    await hand.end('2');
    expect(await outcome).toBe('failed at 1');
    expect(hand.begun).toEqual(['1', '2']);
  });

  it('is done at once with nothing to do', async () => {
    await workInOrder([], { atOnce: 2, namesOf, work: () => Promise.reject(new Error('nothing to do')) });
  });
});
