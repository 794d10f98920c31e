import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { type Author, authorOf } from '@/lib/accounts/author-of';
import { recordEvent } from '@/lib/audit/event';
import { AppError, type InputFault } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { Modality } from '@/lib/recordings/contracts';
import { loadRecordContent } from '@/lib/recordings/load-record';
import { type AnnotationDocument, ecgAnnotations } from '@/models/ecg-annotation';
import { organizations } from '@/models/organization';
import type { RecordDocument } from '@/models/record';
import { type Transaction, withTransaction } from '@/models/transaction';
import type { Annotation, NewAnnotation } from '../annotation-contracts';
import type { AnnotationValue } from '../domain/annotation';
import { presentAnnotation } from './present-annotation';

interface Input {
  modality: Modality;
  id: string;
  body: NewAnnotation;
}

/** More of them on one version are no reading of it any more. */
const MOST = 500;

const refusal = (fault: InputFault) => new AppError('invalid_body', { faults: [fault] });

type Place = Pick<AnnotationDocument, 'lead' | 'from_sample' | 'to_sample' | 'sampling_rate_hz'>;

/** Where on the record it stands. Throws `invalid_body` where the record has no such lead, or no such sample. */
function placeOf(document: RecordDocument, body: NewAnnotation): Place {
  const { lead, from_sample } = body;
  const channel = document.channels.find(({ kind, unit, name }) => kind === 'rhythm' && unit === 'uV' && name === lead);
  if (!channel) throw refusal({ pointer: '/lead', code: 'unknown_lead', detail: 'The ECG has no such lead in mV.' });
  const { sampling_rate_hz } = channel;
  const to_sample = body.kind === 'voltage' ? from_sample : (body.to_sample ?? from_sample);
  const last = Math.floor((document.duration_ms * sampling_rate_hz) / 1000);
  for (const [pointer, value] of [
    ['/from_sample', from_sample],
    ['/to_sample', to_sample],
  ] as const)
    if (value > last) throw refusal({ pointer, code: 'outside', detail: 'The lead has no such sample.' });
  const [from, to] = [Math.min(from_sample, to_sample), Math.max(from_sample, to_sample)];
  return { lead, from_sample: from, to_sample: to, sampling_rate_hz };
}

function measuredValue(
  body: NewAnnotation,
  { from_sample, to_sample, sampling_rate_hz }: Place,
): AnnotationValue | null {
  if (body.kind === 'note') return null;
  if (body.kind === 'voltage') return { name: 'amplitude', value: body.amplitude_uv, unit: 'uV' };
  const ms = ((to_sample - from_sample) / sampling_rate_hz) * 1000;
  return { name: 'interval', value: Math.round(ms * 1000) / 1000, unit: 'ms' };
}

type Facts = Pick<AnnotationDocument, 'record_id' | 'version' | 'kind' | 'value' | 'text'> & Place;

/** The same by the same person: a request that came twice. */
const isSame = (known: AnnotationDocument, facts: Facts, author_id: string) =>
  !known.removed &&
  known.author_id === author_id &&
  known.kind === facts.kind &&
  known.lead === facts.lead &&
  known.from_sample === facts.from_sample &&
  known.to_sample === facts.to_sample &&
  known.value?.value === facts.value?.value &&
  known.text === facts.text;

async function write(
  services: Services,
  actor: Actor,
  document: RecordDocument,
  facts: Facts,
  by: Author,
  tx: Transaction,
): Promise<Annotation> {
  // first, so that two requests that came at once meet here
  const change = await organizations.nextChange(actor.organization_id, tx);
  const annotations = ecgAnnotations(actor.organization_id);
  const { record_id, version } = facts;
  const known = await annotations.find({ record_id, version }, { sort: { _id: 1 }, tx });
  const same = known.find((one) => isSame(one, facts, actorId(actor)));
  if (same) return presentAnnotation(actor, same);
  if (known.length >= MOST) throw new AppError('not_in_this_state');
  const { author, author_id, recorded_at } = by;
  const annotation = { _id: services.ids.id('ann'), ...facts, author, author_id, recorded_at, change };
  await annotations.insert(annotation, { tx });
  const { kind, lead } = facts;
  await recordEvent(
    services,
    actor,
    {
      action: 'ecg.annotated',
      patient_ref: document.patient_ref,
      subject: { kind: 'record', id: record_id },
      after: facts,
      details: { annotation_id: annotation._id, version, kind, lead },
    },
    tx,
  );
  return presentAnnotation(actor, annotation);
}

/**
 * Keeps what a person set on the trace of the latest version of an ECG (MEA-5): who, when, on which samples. No value of
 * the device is touched. Whoever sends the same again gets the one that is there.
 * @throws AppError `not_found`; `invalid_body` where the ECG has no such lead or sample; `not_in_this_state` where there
 *   are too many, or the ECG is held
 */
export async function addAnnotation(services: Services, actor: Actor, input: Input): Promise<Annotation> {
  authorize(actor, 'ecg:annotate');
  if (input.modality !== 'ecg') throw new AppError('not_found');
  const document = await loadRecordContent(actor, { modality: 'ecg', id: input.id });
  if (document.status !== 'stored') throw new AppError('not_in_this_state');
  const place = placeOf(document, input.body);
  const { record_id, version } = document;
  const { kind, text = null } = input.body;
  const facts: Facts = { record_id, version, kind, ...place, value: measuredValue(input.body, place), text };
  const by = await authorOf(services, actor);
  return withTransaction((tx) => write(services, actor, document, facts, by, tx));
}
