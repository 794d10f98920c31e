import type { TherapyDataUpload } from '@/lib/ingest/envelope/therapy';
import type { NamedBytes } from '../common/archive';
import { type CardEdf, openCardEdf } from './card-edf';
import type { CardFault, CardName } from './card-names';
import { clockText } from './clock';
import type { CardDevice } from './device';
import { type MarkFile, placeEvents, type SessionEvents } from './place-events';
import { belongs, guarded, type PlannedDay } from './plan-card';
import { reportedOf } from './reported';
import { type CardSession, placeSessions, type SignalBlock } from './sessions';
import { hasTwoPressures, modeOf, settingsOf } from './settings';
import { blockOf, sessionSignals } from './signals';

/** One device-day as the intake takes it: times are the device's own, without an offset. */
export interface CardDay {
  /** `YYYY-MM-DD`: the date on whose noon it begins. */
  night: string;
  /** `null` when neither the summary nor a file that could be read tells anything of it: "no data" is not "0 h". */
  therapy: TherapyDataUpload | null;
  /** Files of this day that could not be used, or not wholly. */
  faults: CardFault[];
}

type SessionUpload = NonNullable<TherapyDataUpload['sessions']>[number];

/**
 * Reads one day of a card. A broken file is named and the rest is used; events that could have stood in it are then not
 * known, which is another thing than none.
 * @param files the day's files, by the paths of the plan
 */
export function readCardDay(device: CardDevice, planned: PlannedDay, files: readonly NamedBytes[]): CardDay {
  const faults: CardFault[] = [];
  const opened = openFiles(device, planned, files, faults);
  const values = planned.summary?.values ?? new Map<string, number>();
  const mode = modeOf(values, device.series);
  const withEpap = mode === null ? device.bilevel : hasTwoPressures(mode);
  const sessions = placeSessions(planned.spans, opened.blocks);
  const { sessions: events, stray } = placeEvents(device.series, sessions, opened);
  if (stray > 0) faults.push(strayFault(planned, stray));
  const isUnscored = events.some((own) => own.events !== null && !own.breathing_scored);
  if (sessions.length === 0 && planned.summary === null) return { night: planned.day, therapy: null, faults };
  const reported = planned.summary && reportedOf(planned.summary, withEpap);
  // used, but the mask times are missing: when is not known, which is not "never"
  const areKnown = sessions.length > 0 || !reported?.usage_minutes || (planned.summary?.pairs.length ?? 0) > 0;
  const therapy: TherapyDataUpload = {
    ...(mode === null ? {} : { mode }),
    settings: settingsOf(values, mode, device.series),
    // what this maker's devices report is the leak beyond the mask's own vent
    leak_type: 'unintentional',
    ...(isUnscored ? { event_types_not_scored: ['periodic_breathing'] } : {}),
    ...(areKnown ? { sessions: sessions.map((session, index) => sessionOf(session, events[index], withEpap)) } : {}),
    ...(reported ? { summary: reported } : {}),
  };
  return { night: planned.day, therapy, faults };
}

function strayFault({ files }: PlannedDay, stray: number): CardFault {
  const name = files.find(({ kind }) => kind === 'events') ?? files.find(({ kind }) => kind === 'breathing');
  const detail = `${stray} event(s) lie in no session that the card knows of and were left out.`;
  return { name: name?.shown ?? '', code: 'outside_sessions', detail };
}

interface OpenedFiles {
  blocks: SignalBlock[];
  events: MarkFile[];
  breathing: MarkFile[];
}

function openFiles(
  device: CardDevice,
  planned: PlannedDay,
  files: readonly NamedBytes[],
  faults: CardFault[],
): OpenedFiles {
  const bytesOf = new Map(files.map(({ name, bytes }) => [name, bytes]));
  const opened: OpenedFiles = { blocks: [], events: [], breathing: [] };
  for (const name of planned.files) {
    const bytes = bytesOf.get(name.path);
    // a device begins some files and never writes to them
    if (bytes?.length === 0) continue;
    const edf = bytes === undefined ? null : guarded(name.shown, faults, () => openCardEdf(name.shown, bytes));
    if (edf && !belongs(device, edf.serial, name, faults)) continue;
    if (name.kind === 'events' || name.kind === 'breathing') {
      opened[name.kind].push({ start_ms: edf?.start_ms ?? name.named_ms ?? 0, edf });
      if (edf) noteDamage(name, edf, faults);
    } else if (edf) {
      const block = guarded(name.shown, faults, () => blockOf(name.kind, edf));
      if (!block) continue;
      opened.blocks.push(block);
      noteDamage(name, edf, faults);
    }
  }
  return opened;
}

/** What was left out of a file that is used. */
function noteDamage({ shown, kind }: CardName, { cut, damaged }: CardEdf, faults: CardFault[]): void {
  const isMarks = kind === 'events' || kind === 'breathing';
  const rest = isMarks ? 'the events of its sessions are not known' : 'the rest was read';
  if (cut) faults.push({ name: shown, code: 'truncated', detail: `The file ends too early; ${rest}.` });
  if (damaged.size > 0) {
    const detail = `${damaged.size} record(s) do not match their own sum and were left out; ${rest}.`;
    faults.push({ name: shown, code: 'damaged', detail });
  }
}

function sessionOf(session: CardSession, known: SessionEvents | undefined, withEpap: boolean): SessionUpload {
  const signals = sessionSignals(session, withEpap);
  const events = known?.events ?? null;
  return {
    start: clockText(session.start_ms),
    end: clockText(session.end_ms),
    ...(events === null
      ? {}
      : {
          events: events.map(({ type, start_ms, duration_ms }) => ({
            type,
            start: clockText(start_ms),
            duration_s: duration_ms / 1000,
          })),
        }),
    ...(signals.length === 0 ? {} : { signals }),
  };
}
