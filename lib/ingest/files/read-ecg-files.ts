import { judgeEcg } from '@/lib/ecg/domain/judge-ecg';
import { AppError, type InputFault } from '@/lib/errors/app-error';
import type { ReadReason } from '@/lib/formats/common/fault';
import { readRecordingFile } from '@/lib/formats/read-recording-file';
import type { Recording } from '@/lib/formats/recording';
import type { Warning } from '@/lib/recordings/contracts';
import { type KnownZones, resolveDeviceTime } from '../domain/device-time';
import { identityDisagreements } from '../domain/identity-guard';
import type { EcgUpload } from '../envelope/parse-upload';
import { assembleUpload, checkedUpload, saidZone } from '../prepare-upload';
import { timeFault, type Understood } from '../understand-upload';
import { fileBody } from './file-body';
import { fileChannels } from './file-channels';
import { fileDetails } from './file-details';
import type { FilesRead, FilesToRead } from './file-reader';

/** Reasons that say "no such format"; all others say what is wrong with a file of a format that is read. */
const NO_SUCH_FORMAT: ReadonlySet<ReadReason> = new Set(['unrecognized', 'unsupported']);

const refusal = (faults: InputFault[]) => new AppError('invalid_upload', { faults });

function recordingOf({ files, data }: FilesToRead): Recording {
  const answer = readRecordingFile(files);
  if (!answer.ok) {
    const faults = [{ pointer: '/file', code: answer.reason, detail: answer.detail }];
    throw new AppError(NO_SUCH_FORMAT.has(answer.reason) ? 'unsupported_format' : 'invalid_upload', { faults });
  }
  if (data.recording !== undefined && data.recording !== null)
    throw refusal([
      { pointer: '/recording', code: 'repeated', detail: 'The recording came twice: in the JSON and as a file.' },
    ]);
  return answer.recording;
}

const asObject = (value: unknown): Record<string, unknown> =>
  // an object of unknown fields, which are all checked later
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** The file's fields with the sender's over them; of patient and device field by field. */
function merged(file: Record<string, unknown>, sent: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const body = { ...file, ...sent };
  for (const name of ['patient', 'device']) {
    if (file[name] === undefined) continue;
    if (sent[name] === undefined || Object.keys(asObject(sent[name])).length > 0)
      body[name] = { ...asObject(file[name]), ...asObject(sent[name]) };
  }
  return body;
}

/** Whether the sender names somebody else than the file does (ING-6). */
function contradicts(file: Record<string, unknown>, upload: EcgUpload): boolean {
  const otherId = file.patient_id !== undefined && file.patient_id !== upload.patient_id;
  return otherId || (upload.patient ? identityDisagreements(upload.patient, asObject(file.patient)).length > 0 : false);
}

/** Warnings of the file; those that the judging of the signals says as well are said once. */
function allWarnings(recording: Recording, own: Warning[], judged: Warning[]): Warning[] {
  const said = new Set(judged.map(({ code }) => code));
  const same: Record<string, string> = { flat_lead: 'flat_lead', leads_disagree: 'einthoven_mismatch' };
  const file = recording.warnings
    .filter(({ code }) => !said.has(same[code] ?? ''))
    .map(({ code, detail }) => ({ pointer: '/file', code, detail }));
  return [...file, ...own, ...judged];
}

function understand(recording: Recording, upload: EcgUpload, zones: KnownZones, own: Warning[]): Understood {
  const detail = 'The file does not say when it was recorded, so the upload must: date, time and zone.';
  if (!upload.recording_date) throw refusal([{ pointer: '/recording_date', code: 'required', detail }]);
  const time = resolveDeviceTime(upload.recording_date, zones);
  if (!time.ok) throw refusal([timeFault('/recording_date', time.reason)]);
  const { channels, duration_ms, is_ecg } = fileChannels(recording);
  if (!is_ecg) throw refusal([{ pointer: '/file', code: 'no_samples', detail: 'The file holds no ECG.' }]);
  const { high_pass_hz, low_pass_hz, notch_hz } = recording.filters;
  const filtered = high_pass_hz !== null || low_pass_hz !== null || notch_hz !== null;
  const filters = filtered ? { high_pass_hz, low_pass_hz, notch_hz, zero_phase: null } : null;
  // amplitudes can be judged only where they are voltages
  const voltages = channels.filter(({ unit }) => unit === 'uV');
  const judged = judgeEcg({
    channels: voltages,
    pointers: new Map(channels.filter(({ derived }) => !derived).map(({ id }) => [id, '/file'])),
    duration_ms,
    filters,
    measurements: upload.measurements,
    birth_date: upload.patient?.birth_date,
    recording_date: time.recording_date,
  });
  return {
    time,
    channels,
    duration_ms,
    filters,
    therapy: null,
    digest: null,
    events: null,
    warnings: allWarnings(recording, own, judged),
  };
}

/**
 * Reads the files of one ECG (FMT-2): one file of any format, or those that belong together. What was sent beside them
 * wins over what they say; where the two name different people, a person must decide.
 * @throws AppError `unsupported_format`; `invalid_upload` with every fault found
 */
export async function readEcgFiles(given: FilesToRead): Promise<FilesRead> {
  const { files, data, received_at } = given;
  const recording = recordingOf(given);
  const { body, warnings } = fileBody(recording);
  const { upload, report } = checkedUpload('ecg', merged(body, data), given.report, { recording: 'optional' });
  if (upload.modality !== 'ecg') throw new Error('an ECG was checked as something else');
  const zones = await given.zonesFor(upload.device_id, saidZone(upload));
  const understood = understand(recording, upload, zones, warnings);
  const prepared = assembleUpload({
    upload,
    report,
    understood,
    zones,
    received_at,
    files,
    details: fileDetails(recording),
    marks: { tracks: recording.annotations, block_starts_ms: recording.blocks.map(({ start_ms }) => start_ms) },
    keepSignals: given.keepSignals,
    contradicts_file: contradicts(body, upload),
  });
  return { kind: 'recording', record: { upload: prepared, files } };
}
