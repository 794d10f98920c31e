import { NIGHT_VALUES, type NightValues } from '@/lib/therapy/contracts';
import type { SessionDigest } from '../digest/digest-session';
import { leakLimit } from '../digest/leak-limit';
import { nightOf } from '../night';
import { type Exclusion, exclusionOf } from './exclusions';
import type { AssembledNight, NightSource } from './night-types';

/** A session of a night with the record it comes from. */
export interface Placed {
  source: NightSource;
  digest: SessionDigest;
  exclusion: Exclusion | null;
}

/** A source's part of one night. */
export interface Part {
  source: NightSource;
  sessions: Placed[];
  /** Whether all of the source lies in this night, so that its own values are values of the night. */
  whole: boolean;
  /** Whether anything of it counts. */
  counts: boolean;
}

/** Whether a session counts: nobody excluded it. */
export const isCounted = ({ exclusion }: Placed) => exclusion === null;

/** Whether a person excluded anything of it. */
export const isTouched = ({ counts, sessions }: Part) =>
  !counts || sessions.some(({ exclusion }) => exclusion !== null);

/** The sessions of therapy: mask-fit runs count for nothing. */
export const therapyOf = (sessions: readonly Placed[]) =>
  sessions.flatMap(({ digest }) => (digest.kind === 'therapy' ? [digest] : []));

/** What a source holds of a night. */
export function partOf(source: NightSource, night: string, boundary_hour: number): Part {
  const all = source.digest.sessions ?? [];
  const sessions = all
    .filter((one) => nightOf(one.start, one.utc_offset_minutes, boundary_hour) === night)
    .map((digest) => ({
      source,
      digest,
      exclusion: digest.kind === 'therapy' ? exclusionOf(digest, source.exclusions) : null,
    }));
  const therapy = sessions.filter(({ digest }) => digest.kind === 'therapy');
  const counts =
    all.length === 0 ? exclusionOf(null, source.exclusions) === null : therapy.length === 0 || therapy.some(isCounted);
  return { source, sessions, whole: sessions.length === all.length, counts };
}

/** The part with the most therapy that counts: its settings are the night's. Of equal ones the first by record. */
export function mainPart(parts: readonly Part[]): Part | undefined {
  const used = ({ sessions }: Part) =>
    therapyOf(sessions.filter(isCounted)).reduce((sum, { start, end }) => sum + end.getTime() - start.getTime(), 0);
  return parts.reduce<Part | undefined>((best, part) => (best && used(best) >= used(part) ? best : part), undefined);
}

/** Kind and limit of the night's leak. Total and unintentional leak never come together under one name. */
export function leakOf(
  parts: readonly Part[],
  main: Part,
): { together: boolean } & Pick<AssembledNight, 'leak_type' | 'leak_limit_l_min'> {
  const withLeak = parts.filter(({ sessions }) =>
    sessions.some((session) => isCounted(session) && session.digest.leak !== null),
  );
  const types = new Set(withLeak.map(({ source }) => source.leak_type));
  const together = types.size <= 1;
  const type = withLeak.length > 0 ? withLeak[0]?.source.leak_type : main.source.leak_type;
  const limits = new Set((withLeak.length > 0 ? withLeak : [main]).map(({ source }) => limitOf(source)));
  const [limit = null] = limits;
  return {
    together,
    leak_type: together && (type === 'unintentional' || type === 'total') ? type : null,
    leak_limit_l_min: together && limits.size === 1 ? limit : null,
  };
}

/** The mask a source's settings name. */
export function maskOf({ settings }: NightSource): string | null {
  return typeof settings.mask_type === 'string' ? settings.mask_type : null;
}

function limitOf(source: NightSource): number | null {
  return leakLimit({ leak_type: source.leak_type, make: source.device?.make ?? null, mask_type: maskOf(source) });
}

/** What the device reported for this night; nothing where its day is more than this night, or more than what counts. */
export function reportedBy(part: Part): NightValues | null {
  const { source, whole } = part;
  const names = NIGHT_VALUES.filter((name) => source.summary[name] !== undefined);
  if (!whole || isTouched(part) || names.length === 0) return null;
  // every name of NIGHT_VALUES gets a value
  return Object.fromEntries(NIGHT_VALUES.map((name) => [name, source.summary[name] ?? null])) as NightValues;
}

/** The devices of a night, each with what it alone reported. */
export function devicesOf(parts: readonly Part[]): AssembledNight['devices'] {
  const ids = [...new Set(parts.map(({ source }) => source.device_id))];
  return ids.map((device_id) => {
    const own = parts.filter(({ source }) => source.device_id === device_id);
    const [only] = own;
    const said = (name: 'make' | 'model' | 'serial' | 'firmware') =>
      own.map(({ source }) => source.device?.[name] ?? null).find((text) => text !== null) ?? null;
    return {
      device_id,
      make: said('make'),
      model: said('model'),
      serial: said('serial'),
      firmware: said('firmware'),
      device_reported: own.length === 1 && only ? reportedBy(only) : null,
    };
  });
}
