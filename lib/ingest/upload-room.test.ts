import { describe, expect, it } from 'vitest';
import { UploadRoom } from './upload-room';

/** Work that stays under way until it is let go. */
function aLongUpload() {
  let end: (error?: Error) => void = () => undefined;
  const work = () =>
    new Promise<string>((resolve, reject) => {
      end = (error) => (error ? reject(error) : resolve('done'));
    });
  return { work, end: (error?: Error) => end(error) };
}

describe('room for uploads under way', () => {
  it('is for so many at a time; one that is turned away has not begun', async () => {
    const room = new UploadRoom({ uploads: 2, bytes: 1000 });
    const [first, second] = [aLongUpload(), aLongUpload()];
    const running = [room.hold(1, first.work), room.hold(1, second.work)];
    let began = false;
    const third = room.hold(1, async () => {
      began = true;
    });
    await expect(third).rejects.toMatchObject({ code: 'too_busy', retryAfterS: 2 });
    expect(began).toBe(false);
    first.end();
    expect(await running[0]).toBe('done');
    expect(await room.hold(1, async () => 'fits')).toBe('fits');
    second.end();
  });

  it('is for so many bytes at a time', async () => {
    const room = new UploadRoom({ uploads: 10, bytes: 1000 });
    const first = aLongUpload();
    const running = room.hold(600, first.work);
    await expect(room.hold(401, async () => 'too much')).rejects.toMatchObject({ code: 'too_busy' });
    expect(await room.hold(400, async () => 'fits')).toBe('fits');
    first.end();
    await running;
  });

  it('is always there for one, however large', async () => {
    expect(await new UploadRoom({ uploads: 1, bytes: 10 }).hold(11, async () => 'fits')).toBe('fits');
  });

  it('is free again after a failure', async () => {
    const room = new UploadRoom({ uploads: 1, bytes: 10 });
    const failing = aLongUpload();
    const running = room.hold(5, failing.work);
    failing.end(new Error('away'));
    await expect(running).rejects.toThrow('away');
    expect(await room.hold(5, async () => 'fits')).toBe('fits');
  });
});
