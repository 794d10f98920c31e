import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { readHeader, readWindow } from '@/lib/signals/read-container';
import type { SignalWindow, WindowQuery, WindowRefusal } from '@/lib/signals/window';
import { loadRecordContent, type RecordName } from './load-record';

/** A window and the instant its times count from. */
export interface ReadSignals {
  window: SignalWindow;
  start: Date;
}

function refusalError(refusal: WindowRefusal): AppError {
  if (refusal.reason === 'too_many_values') return new AppError('window_too_large');
  const faults = {
    invalid_range: [
      { pointer: '/from_ms', code: 'invalid_range', detail: '`from_ms` must lie before `to_ms`, neither below 0.' },
    ],
    invalid_width: [
      {
        pointer: '/width',
        code: 'invalid_value',
        detail: '`width` is a whole number of pixel columns from 1 to 32768.',
      },
    ],
    unknown_channel: [
      {
        pointer: '/channels',
        code: 'unknown_channel',
        detail: 'One of these channels is not in this block of the recording.',
      },
    ],
  };
  return new AppError('invalid_query', { faults: faults[refusal.reason] });
}

/**
 * Step: a window of kept signals by few range reads.
 * @param key object key of the signals
 * @throws Error when what is stored cannot be read.
 */
export async function loadWindow(
  services: Services,
  key: string,
  query: WindowQuery,
): Promise<{ ok: true; window: SignalWindow } | WindowRefusal> {
  const readRange = (from: number, to: number) => services.objects.get(key, { from, to });
  const header = await readHeader(readRange);
  if (!header.ok) throw new Error(`the signals of a record are not readable: ${header.reason}`);
  const read = await readWindow(readRange, header.header, query);
  if (!read.ok && read.reason === 'corrupt') throw new Error('the signals of a record are cut off');
  return read;
}

/**
 * A window of a record's signals by few range reads. Looking at signals is looking at the record: it is audited like it.
 * @throws AppError `not_found`, `invalid_query`, `window_too_large`
 */
export async function readSignals(
  services: Services,
  actor: Actor,
  input: RecordName & WindowQuery,
): Promise<ReadSignals> {
  authorize(actor, 'record:read');
  const document = await loadRecordContent(actor, input);
  const file = document.files.find(({ role }) => role === 'signals');
  if (!file) throw new AppError('not_found');
  await recordView(services, actor, {
    action: 'record.viewed',
    patient_ref: document.patient_ref,
    subject: { kind: 'record', id: document.record_id },
    details: { version: document.version },
  });
  const read = await loadWindow(services, file.key, input);
  if (read.ok) return { window: read.window, start: document.recording_date };
  throw refusalError(read);
}
