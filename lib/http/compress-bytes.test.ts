import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BEATS_CONTENT_TYPE } from '@/lib/measure/domain/beat-list/beat-wire';
import { WINDOW_CONTENT_TYPE } from '@/lib/signals/window-wire';
import { bytesToSend } from './compress-bytes';

const asking = (codings?: string) =>
  new Request('http://localhost/', { headers: codings === undefined ? {} : { 'accept-encoding': codings } });
/** As samples of an ECG travel: whole numbers in single precision. */
const SAMPLES = new Uint8Array(Float32Array.from({ length: 5000 }, (_, index) => index % 300).buffer);

describe('bytes as they travel', () => {
  it.each([WINDOW_CONTENT_TYPE, BEATS_CONTENT_TYPE])('are packed and unpack to what they were: %s', async (type) => {
    const { bytes, headers } = await bytesToSend(SAMPLES, type, asking('br, gzip;q=0.8'));
    expect(headers).toEqual({ 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' });
    expect(bytes.length).toBeLessThan(SAMPLES.length / 3);
    expect(new Uint8Array(gunzipSync(bytes))).toEqual(SAMPLES);
  });

  it.each([undefined, 'identity', 'br', 'gzip;q=0', 'gzip; q=0.0', 'x-gzipped'])(
    'stay as they are for: %s',
    async (codings) => {
      const { bytes, headers } = await bytesToSend(SAMPLES, WINDOW_CONTENT_TYPE, asking(codings));
      expect(headers).toEqual({ Vary: 'Accept-Encoding' });
      expect(bytes).toBe(SAMPLES);
    },
  );

  it('stay as they are where they are few, or a download', async () => {
    const few = SAMPLES.subarray(0, 1000);
    expect((await bytesToSend(few, WINDOW_CONTENT_TYPE, asking('gzip'))).bytes).toBe(few);
    expect(await bytesToSend(SAMPLES, 'application/pdf', asking('gzip'))).toEqual({ bytes: SAMPLES, headers: {} });
  });
});
