import { PACKED_PARAMETER } from '@/lib/signals/packed-type';

/** Where the first script of a page keeps what it asked for, by address, until the page takes it. */
const PLACE = 'nightbeatEarly';

/** Bytes of an answer, or null where it failed in any way. */
type EarlyAnswer = Promise<ArrayBuffer | null>;

/** The address a page asks early at: the packed form of another, without headers, so that it can be preloaded. */
export function earlyAddress(path: string): string {
  const { name, value } = PACKED_PARAMETER;
  return `${path}${path.includes('?') ? '&' : '?'}${name}=${value}`;
}

/**
 * The text of a script that asks for these addresses at once, while the page's own scripts are still on their way.
 * A failure is kept as none: whoever takes it asks again in the usual way, and shows what comes of that.
 */
export function earlyScript(paths: readonly string[]): string {
  // `<` could end the script
  const pairs = paths.map((path) => [path, earlyAddress(path)]);
  const list = JSON.stringify(pairs).replaceAll('<', String.raw`\u003c`);
  // as `unpacked` does it, which is not there yet
  const unpack = `new Response(r.body.pipeThrough(new DecompressionStream('gzip')))`;
  const read = `r=>r.ok?(/\\+gzip$/.test(r.headers.get('content-type'))?${unpack}:r).arrayBuffer():null`;
  return `window.${PLACE}=new Map(${list}.map(([p,a])=>[p,fetch(a).then(${read}).catch(()=>null)]))`;
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
