import { BEATS_CONTENT_TYPE } from '@/lib/measure/domain/beat-list/beat-wire';
import { PACKED_SUFFIX, packedType } from '@/lib/signals/packed-type';
import { WINDOW_CONTENT_TYPE } from '@/lib/signals/window-wire';

/** What a page that unpacks says it reads of bytes. */
const PACKED_FORMS = [packedType(WINDOW_CONTENT_TYPE), packedType(BEATS_CONTENT_TYPE), '*/*;q=0.5'].join(', ');

/** What this page says it reads of bytes: the packed forms where its browser unpacks, else anything. */
export function acceptsPacked(): string {
  return typeof DecompressionStream === 'undefined' ? '*/*' : PACKED_FORMS;
}

/** The bytes of an answer, unpacked where they came packed. */
export function unpacked(response: Response): Promise<ArrayBuffer> {
  const isPacked = response.headers.get('content-type')?.endsWith(PACKED_SUFFIX);
  if (!isPacked || !response.body) return response.arrayBuffer();
  return new Response(response.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}
