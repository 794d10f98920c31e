import { type CardFile, cardFiles, openCard, readDay } from '@/lib/formats/resmed/read-card';
import { recordingFile } from './recording-files';

/** The real cards of `lib/testing/recordings/resmed` (see its README): every file of their DATALOG, and the summary. */
export type RealCard = 'airsense11' | 'aircurve10';

/** The files of a real card, each unpacked once. */
export function realCard(card: RealCard): CardFile[] {
  return cardFiles([recordingFile(`resmed/${card}.zip`)]);
}

/** A card's files with some of them changed; `null` takes a file away. */
export function withChanged(
  files: readonly CardFile[],
  change: (path: string, read: () => Uint8Array) => Uint8Array | null | undefined,
): CardFile[] {
  return files.flatMap((file) => {
    const read = () => file.read(2 ** 27);
    const changed = change(file.path, read);
    if (changed === null) return [];
    return [changed === undefined ? file : { path: file.path, read: () => changed }];
  });
}

/** A card, read whole. */
export function readCard(files: readonly CardFile[]) {
  const plan = openCard(files);
  const days = new Map(plan.days.map((planned) => [planned.day, readDay(plan, planned, files)]));
  return { plan, days, faults: [...plan.faults, ...[...days.values()].flatMap((day) => day.faults)] };
}
