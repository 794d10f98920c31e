import { z } from 'zod';

/** Everything but control characters and the marks that turn the direction of writing around. */
const PRINTABLE = /^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u;

/** One line of text that people see: a name, a number, a place. */
export const line = (max: number) => z.string().trim().min(1).max(max).regex(PRINTABLE, 'One line of printable text.');

/** A name of the zone database; an offset is none, since it knows no change of the clocks. */
function isZoneName(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A time zone as administrators set it. */
export const zoneName = z.string().refine(isZoneName, 'A time zone is an IANA name such as Europe/Brussels.');
