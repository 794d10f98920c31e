import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ReadFault } from '@/lib/formats/common/fault';
import { type CardFile, cardFiles, isCard, openCard, readDay } from '@/lib/formats/resmed/read-card';
import type { CardDay } from '@/lib/formats/resmed/read-card-day';

/** The files of a folder and all below it, read one at a time as they are needed. */
export function folderFiles(folder: string): CardFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const full = path.join(entry.parentPath, entry.name);
    return [{ path: path.relative(folder, full), read: () => readFileSync(full) }];
  });
}

/** The files of a card in one zip; `null` when it is no zip of a card. */
export function zippedCard(name: string, bytes: Uint8Array): CardFile[] | null {
  try {
    const files = cardFiles([{ name, bytes }]);
    return files.length > 1 && isCard(files.map((file) => file.path)) ? files : null;
  } catch (error) {
    // whatever is wrong with the archive is told by the reader of recordings
    if (error instanceof ReadFault) return null;
    throw error;
  }
}

function dayFacts({ night, therapy }: CardDay) {
  if (therapy === null) return { night };
  const sessions = therapy.sessions ?? [];
  const events = sessions.flatMap((session) => session.events ?? []);
  return {
    night,
    mode: therapy.mode ?? null,
    settings: therapy.settings ?? {},
    reported: therapy.summary ?? {},
    sessions: sessions.map(({ start, end }) => ({ start, end })),
    events: sessions.some((session) => session.events) ? events.length : null,
    signals: [...new Set(sessions.flatMap((session) => (session.signals ?? []).map(({ name }) => name)))],
  };
}

function dayLine(day: ReturnType<typeof dayFacts>): string {
  if (day.reported === undefined) return `night         ${day.night}: nothing known`;
  const { usage_minutes, ahi } = day.reported;
  const signals = day.signals.length === 0 ? 'no signals' : day.signals.join(', ');
  return [
    `night         ${day.night}: ${day.mode ?? 'no mode'}`,
    `device ${usage_minutes ?? '?'} min, AHI ${ahi ?? 'none'}`,
    `${day.sessions.length} sessions, ${day.events ?? 'unknown'} events`,
    signals,
  ].join('; ');
}

/**
 * Prints what is understood of a therapy card: whose device it is, a line a day, and which files could not be used.
 * @returns whether it holds a day
 */
export function inspectCard(
  files: readonly CardFile[],
  { identity, json }: { identity: boolean; json: boolean },
  print: (line: string) => void,
): boolean {
  const plan = openCard(files);
  const faults = [...plan.faults];
  const { model, serial, series } = plan.device;
  const device = { make: 'ResMed', model, series, serial: serial === null || identity ? serial : 'given' };
  const days = plan.days.map((planned) => {
    const day = readDay(plan, planned, files);
    faults.push(...day.faults);
    return dayFacts(day);
  });
  if (json) {
    print(JSON.stringify({ format: 'resmed', device, days, files: faults }, null, 2));
    return days.length > 0;
  }
  print('format        resmed card');
  print(
    `device        ResMed ${model ?? 'of unknown model'}, series ${series}, serial ${device.serial ?? 'not stated'}`,
  );
  for (const day of days) print(dayLine(day));
  for (const { name, code, detail } of faults) print(`file          ${name} (${code}): ${detail}`);
  return days.length > 0;
}
