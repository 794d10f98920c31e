const BASE = 'http://nightbeat.invalid';
/** Leads on to the first page the person may open. */
const HOME = '/';

/**
 * The page to return to after sign-in. Only paths of this portal pass: another origin, an API route or the sign-in
 * page itself gives the home page, so that a crafted link cannot send anybody elsewhere.
 */
export function safeReturnPath(asked: string | null | undefined): string {
  if (!asked?.startsWith('/')) return HOME;
  let url: URL;
  try {
    url = new URL(asked, BASE);
  } catch {
    return HOME;
  }
  if (url.origin !== BASE || asked.startsWith('//')) return HOME;
  if (/^\/(api|sign-in)(\/|$)/.test(url.pathname)) return HOME;
  return url.pathname + url.search;
}
