import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BEATS_CONTENT_TYPE } from '@/lib/measure/domain/beat-list/beat-wire';
import { WINDOW_CONTENT_TYPE } from '@/lib/signals/window-wire';
import { bytesToSend } from './packed-bytes';

const accepting = (accept?: string) =>
  new Request('http://localhost/', { headers: accept === undefined ? {} : { accept } });
/** As samples of an ECG travel: whole numbers in single precision. */
const SAMPLES = new Uint8Array(Float32Array.from({ length: 5000 }, (_, index) => index % 300).buffer);

describe('bytes as they travel', () => {
  it.each([WINDOW_CONTENT_TYPE, BEATS_CONTENT_TYPE])('are packed and unpack to what they were: %s', async (type) => {
    const { bytes, content_type } = await bytesToSend(SAMPLES, type, accepting(`${type}+gzip, */*;q=0.5`));
    expect(content_type).toBe(`${type}+gzip`);
    expect(bytes.length).toBeLessThan(SAMPLES.length / 3);
    expect(new Uint8Array(gunzipSync(bytes))).toEqual(SAMPLES);
  });

  it('are packed for who asks by the address and says nothing of what it reads', async () => {
    const asking = (packed: string) => new Request(`http://localhost/x?version=1&packed=${packed}`);
    const { bytes, content_type } = await bytesToSend(SAMPLES, WINDOW_CONTENT_TYPE, asking('gzip'));
    expect(content_type).toBe(`${WINDOW_CONTENT_TYPE}+gzip`);
    expect(new Uint8Array(gunzipSync(bytes))).toEqual(SAMPLES);
    const plain = await bytesToSend(SAMPLES, WINDOW_CONTENT_TYPE, asking('br'));
    expect(plain).toEqual({ bytes: SAMPLES, content_type: WINDOW_CONTENT_TYPE });
  });

  it.each([undefined, '*/*', WINDOW_CONTENT_TYPE, `${BEATS_CONTENT_TYPE}+gzip`])(
    'stay as they are for who accepts %s',
    async (accept) => {
      const sent = await bytesToSend(SAMPLES, WINDOW_CONTENT_TYPE, accepting(accept));
      expect(sent).toEqual({ bytes: SAMPLES, content_type: WINDOW_CONTENT_TYPE });
    },
  );

  it('stay as they are where they are few', async () => {
    const few = SAMPLES.subarray(0, 1000);
    const sent = await bytesToSend(few, WINDOW_CONTENT_TYPE, accepting(`${WINDOW_CONTENT_TYPE}+gzip`));
    expect(sent.bytes).toBe(few);
  });
});
