import { type Actor, authorize } from '@/lib/accounts/actor';
import { type Author, authorOf } from '@/lib/accounts/author-of';
import {
  changeReading as decide,
  PERMISSION_FOR,
  type ReadingAction,
  wholeReading,
} from '@/lib/ecg/domain/reading/reading';
import type { ReadingEdit } from '@/lib/ecg/reading-contracts';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { Recording } from '@/lib/recordings/contracts';
import { type ChangeContext, changeRecord, type RecordChange } from '@/lib/recordings/lifecycle/change-record';
import { presentTo } from '@/lib/recordings/present-record';
import type { RecordDocument } from '@/models/record';
import { isReadable, noteStep } from './note-step';

const EVENTS = { save: 'saved', confirm: 'confirmed', amend: 'amended', undo: 'undone' } as const satisfies Record<
  ReadingAction,
  string
>;

const UNCHANGED = { pointer: '/statement', code: 'unchanged', detail: 'This is what stands there already.' };

async function stepOf(
  context: ChangeContext,
  document: RecordDocument,
  edit: ReadingEdit,
  author: Author,
): Promise<RecordChange> {
  if (document.version !== edit.version) throw new AppError('stale_revision');
  if (!isReadable(document)) throw new AppError('not_in_this_state');
  const before = wholeReading(document.reading);
  const by = { author: author.author, author_id: author.author_id, now: context.now };
  const decided = decide(before, edit, { ...by, received_at: document.received_at });
  if (!decided.ok) {
    if (decided.reason === 'unchanged') throw new AppError('invalid_body', { faults: [UNCHANGED] });
    throw new AppError(decided.reason);
  }
  const { reading } = decided;
  const { state, statement } = reading;
  const event = EVENTS[edit.action];
  const reason = edit.action === 'amend' ? edit.reason : null;
  await noteStep(context, document, { ...author, recorded_at: context.now }, { event, state, statement, reason });
  return {
    set: { reading },
    action: `reading.${event}`,
    ...(reason === null ? {} : { reason }),
    before: { state: before.state, statement: before.statement },
    after: { state, statement },
    details: { state, ...(edit.action === 'confirm' ? { time_to_read_ms: reading.time_to_read_ms } : {}) },
  };
}

/**
 * One step of the reading workflow on the version and revision it was decided on (ECG-11). State, history, audit event,
 * the patient's summary and the change number move together or not at all.
 * @throws AppError `not_found`; `stale_revision` where version or revision changed meanwhile; `not_in_this_state` where
 *   the ECG is held, deleted, or not so far; `undo_over`; `invalid_body` where the words are the same
 */
export async function changeReading(
  services: Services,
  actor: Actor,
  { id, body }: { id: string; body: ReadingEdit },
): Promise<Recording> {
  authorize(actor, PERMISSION_FOR[body.action]);
  const author = await authorOf(services, actor);
  const name = { id, modality: 'ecg', revision: body.revision } as const;
  const changed = await changeRecord(services, actor, name, (document, context) =>
    stepOf(context, document, body, author),
  );
  return presentTo(actor, changed);
}
