import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { patientIdentitySchema } from '@/lib/patients/identify-contracts';
import { MODALITIES, RECORD_STATUSES, recordingSchema } from '@/lib/recordings/contracts';

const text = z.string();
const instant = z.iso.datetime();

/** What of an identity was sent otherwise than it is known. */
export const DIFFERING_FIELDS = ['patient_id', 'family_name', 'given_name', 'birth_date', 'sex'] as const;
export type DifferingField = (typeof DIFFERING_FIELDS)[number];

const collisionSchema = z
  .object({
    why: z.enum(['sent_id', 'device_assignment']).meta({
      description: 'The patient of the id that was sent, or the one the device was assigned to at that time.',
    }),
    patient: patientIdentitySchema,
    differs: z.array(z.enum(DIFFERING_FIELDS)),
  })
  .meta({ id: 'HeldCollision', description: 'A known patient beside what was sent.' });

export type HeldCollision = z.infer<typeof collisionSchema>;

const twinSchema = z
  .object({
    id: text,
    modality: z.enum(MODALITIES),
    status: z.enum(RECORD_STATUSES),
    said_patient_id: text.nullable().meta({ description: 'The id it is filed under, or was sent with.' }),
    said_name: z.object({ family_name: text.nullable(), given_name: text.nullable() }).nullable(),
    device_id: text,
    recording_date: instant,
    received_at: instant,
  })
  .meta({ id: 'HeldTwin', description: 'Another record with exactly the same samples.' });

export type HeldTwin = z.infer<typeof twinSchema>;

const heldSchema = z
  .object({
    record: recordingSchema,
    collisions: z.array(collisionSchema),
    twins: z.array(twinSchema),
    more_twins: z.boolean().meta({ description: 'Whether more records than these have the same samples.' }),
  })
  .meta({ id: 'HeldRecording', description: 'A held recording and what stands against it.' });

/** A held recording with what a person needs to decide whose it is. */
export type HeldRecording = z.infer<typeof heldSchema>;

export const getHeldContract = defineContract({
  operation_id: 'getHeldRecording',
  method: 'GET',
  path: '/api/quarantine/{id}',
  summary: 'One held recording, with the patients and records it collides with',
  tag: 'Quarantine',
  access: { kind: 'permission', any_of: ['quarantine:resolve'] },
  params: z.object({ id: z.string().regex(/^rec_[0-9A-Z]{26}$/) }),
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'The held recording', schema: heldSchema } },
  errors: [
    'not_signed_in',
    'not_permitted',
    'not_found',
    'not_in_this_state',
    'invalid_query',
    'too_many_requests',
    'store_unavailable',
  ],
});
