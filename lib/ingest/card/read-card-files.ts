import { AppError } from '@/lib/errors/app-error';
import { ReadFault } from '@/lib/formats/common/fault';
import type { CardPlan } from '@/lib/formats/resmed/plan-card';
import { type CardFile, cardFiles, isCard, openCard, readDay } from '@/lib/formats/resmed/read-card';
import type { CardDay } from '@/lib/formats/resmed/read-card-day';
import type { FilesRead, FilesToRead, RecordFromFiles, UnusedFile } from '../files/file-reader';
import { inMemory } from '../files/upload-file';
import { assembleUpload, checkedUpload, saidZone } from '../prepare-upload';
import { understandUpload } from '../understand-upload';
import { zonesOfDay } from './card-clock';

/** What an import's own fields may not say: they would say it of every day at once. */
const OF_ONE_DAY = ['source_id', 'night', 'recording_date', 'therapy'] as const;

const MAKE = 'ResMed';

function refusal(pointer: string, code: string, detail: string): AppError {
  return new AppError('invalid_upload', { faults: [{ pointer, code, detail }] });
}

function filesOf({ files, data, report }: FilesToRead): CardFile[] {
  if (report) throw refusal('/report', 'not_of_one_day', 'A card holds many days; a report belongs to one of them.');
  for (const name of OF_ONE_DAY) {
    if (data[name] !== undefined)
      throw refusal(`/${name}`, 'not_of_one_day', 'A card holds many days, so this cannot be said of all of them.');
  }
  if (!['boolean', 'undefined'].includes(typeof data.summary_days))
    throw refusal('/summary_days', 'invalid_type', 'This is true or false.');
  let card: CardFile[];
  try {
    card = cardFiles(files.map(inMemory));
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    throw refusal('/file', error.reason, error.detail);
  }
  if (isCard(card.map(({ path }) => path))) return card;
  throw new AppError('unsupported_format', {
    faults: [{ pointer: '/file', code: 'unrecognized', detail: 'These are no files of a ResMed card.' }],
  });
}

/** A card's files with the device they are of, as the registry calls it. */
interface CardGiven extends FilesToRead {
  device_id: string | undefined;
}

/** The sender's name for the device, else the registry's for its serial number, else that number. */
async function deviceIdOf({ data, deviceOf }: FilesToRead, { device }: CardPlan): Promise<string | undefined> {
  if (typeof data.device_id === 'string') return data.device_id;
  return device.serial === null ? undefined : ((await deviceOf(device.serial)) ?? device.serial);
}

/** A day as an upload of its own would say it. */
function bodyOf(given: CardGiven, { device }: CardPlan, { night, therapy }: CardDay): Record<string, unknown> {
  const { summary_days: _of_the_import, ...said } = given.data;
  const { device_id } = given;
  const sentDevice = typeof said.device === 'object' && said.device !== null ? said.device : {};
  return {
    ...said,
    device_id,
    device: {
      make: MAKE,
      ...(device.model === null ? {} : { model: device.model }),
      ...(device.serial === null ? {} : { serial: device.serial }),
      ...sentDevice,
    },
    source_id: `${device.serial ?? device_id}:${night}`,
    night,
    therapy,
  };
}

/** The files a day was read from, kept as its source. */
function sourceOf(day: string, plan: CardPlan, files: readonly CardFile[]): RecordFromFiles['files'] {
  const own = plan.days.find((planned) => planned.day === day)?.files.map(({ path }) => path) ?? [];
  const wanted = new Set([...own, ...plan.whole]);
  return files.flatMap(({ path, read }) => (wanted.has(path) ? [{ name: path, bytes: read(MOST_SOURCE_BYTES) }] : []));
}

const MOST_SOURCE_BYTES = 96 * 2 ** 20;

/**
 * Why a day cannot be taken, told in place of a file: the days before and after it are not affected.
 * @throws whatever is no fault of the day's own content
 */
function unusedDay(night: string, error: unknown): UnusedFile {
  const [first] = error instanceof AppError && error.code === 'invalid_upload' ? error.faults : [];
  const isOwn = first?.pointer.startsWith('/therapy') && !OF_EVERY_DAY.has(first.code);
  if (!first || !isOwn) throw error;
  return { name: night, code: first.code, detail: `This day was left out. ${first.detail}` };
}

/** Faults of times that are those of the import, not of a day. */
const OF_EVERY_DAY: ReadonlySet<string> = new Set(['no_time_zone', 'unknown_time_zone']);

/**
 * Reads a therapy card, as its files or one zip of them: one record for each device-day (ING-9). What is broken is named
 * and the rest goes in. `summary_days: false` leaves out the days of which there is no file, for a card that is sent in
 * parts.
 * @throws AppError `unsupported_format` when it is no card; `invalid_upload` for what was sent beside it
 */
export async function readCardFiles(given: FilesToRead): Promise<FilesRead> {
  const files = filesOf(given);
  const plan = openCard(files);
  const asked: CardGiven = { ...given, device_id: await deviceIdOf(given, plan) };
  const unused: UnusedFile[] = [...plan.faults];
  const records: RecordFromFiles[] = [];
  const wanted = given.data.summary_days === false ? plan.days.filter((day) => day.files.length > 0) : plan.days;
  for (const planned of wanted) {
    const day = readDay(plan, planned, files);
    unused.push(...day.faults);
    if (day.therapy === null) continue;
    try {
      const upload = await uploadOf(asked, plan, day);
      records.push({ upload, files: sourceOf(planned.day, plan, files) });
    } catch (error) {
      unused.push(unusedDay(day.night, error));
    }
  }
  return { kind: 'import', records, unused };
}

async function uploadOf(given: CardGiven, plan: CardPlan, day: CardDay): Promise<RecordFromFiles['upload']> {
  const { upload, report } = checkedUpload(given.modality, bodyOf(given, plan, day), null);
  const known = await given.zonesFor(upload.device_id, saidZone(upload));
  const { zones, clocks_change } = zonesOfDay(known, day.night);
  const understood = understandUpload(upload, zones);
  const warnings = [
    ...day.faults.map(({ name, code, detail }) => ({ pointer: '/file', code, detail: `${name}: ${detail}` })),
    ...(clocks_change ? [CLOCKS_CHANGE] : []),
    ...understood.warnings,
  ];
  return assembleUpload({
    upload,
    report,
    understood: { ...understood, warnings },
    zones,
    received_at: given.received_at,
    told_apart_by: {
      source_id: upload.source_id,
      therapy: day.therapy,
      utc_offset_minutes: understood.time.utc_offset_minutes,
    },
  });
}

const CLOCKS_CHANGE = {
  pointer: '/file',
  code: 'clocks_change',
  detail:
    'The clocks changed in this night. A card does not say whether its device followed: times after the change may be an hour off.',
};
