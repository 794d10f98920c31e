import { PACKED_FORMS } from './packed';

/** Where the first script of a page keeps what it asked for, by address, until the page takes it. */
const PLACE = 'nightbeatEarly';

/** Bytes of an answer, or null where it failed in any way. */
type EarlyAnswer = Promise<ArrayBuffer | null>;

/**
 * The text of a script that asks for these addresses at once, while the page's own scripts are still on their way.
 * A failure is kept as none: whoever takes it asks again in the usual way, and shows what comes of that.
 */
export function earlyScript(paths: readonly string[]): string {
  // `<` could end the script
  const list = JSON.stringify(paths).replaceAll('<', String.raw`\u003c`);
  // as `acceptsPacked` and `unpacked` do it, which are not there yet
  const asked = `fetch(p,window.DecompressionStream?{headers:{accept:${JSON.stringify(PACKED_FORMS)}}}:{})`;
  const unpack = `new Response(r.body.pipeThrough(new DecompressionStream('gzip')))`;
  const read = `r=>r.ok?(/\\+gzip$/.test(r.headers.get('content-type'))?${unpack}:r).arrayBuffer():null`;
  return `window.${PLACE}=new Map(${list}.map(p=>[p,${asked}.then(${read}).catch(()=>null)]))`;
}

function keptAnswers(): Map<unknown, unknown> {
  const kept: unknown = typeof window === 'undefined' ? null : Reflect.get(window, PLACE);
  return kept instanceof Map ? kept : new Map();
}

/** What was asked for early at this address, left for whoever takes it; null where nothing was. */
export function seeEarlyAnswer(path: string): EarlyAnswer | null {
  const answer = keptAnswers().get(path);
  // nothing else is ever put there
  return answer instanceof Promise ? (answer as EarlyAnswer) : null;
}

/** What was asked for early at this address, once; null where nothing was. */
export function takeEarlyAnswer(path: string): EarlyAnswer | null {
  const answer = seeEarlyAnswer(path);
  keptAnswers().delete(path);
  return answer;
}
