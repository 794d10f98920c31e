import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { apiKey, demonstration } from './demonstration';
import { untilMeasured } from './measured';

/** The leads of a 12-lead ECG, as uploads name them. */
export const LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const RATE_HZ = 500;

/** 32 bits that another text has others of (FNV-1a). */
function hashOf(mark: string): number {
  let hash = 0x811c9dc5;
  for (const character of mark) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

/** A phase in radians that belongs to this text alone. */
export const phaseOf = (mark: string) => (hashOf(mark) / 2 ** 32) * 2 * Math.PI;

/**
 * Samples in µV that belong to this text alone: a sawtooth with its own noise. The same trace under two patients is held
 * as filed wrongly, so whatever a journey sends is marked by its patient.
 */
export function aTrace(mark: string, count = 10 * RATE_HZ): number[] {
  let state = hashOf(mark);
  return Array.from({ length: count }, (_, index) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return ((index * 13) % 700) - 350 + (state >>> 28);
  });
}

/** An invented person, new at every call, so that tests side by side do not meet. */
export function inventedPerson(family_name: string): { patient_id: string; family_name: string } {
  const mark = `${Date.now().toString(36)}${Math.floor(Math.random() * 46_656).toString(36)}`;
  return { patient_id: `E2E-${mark}`, family_name: `${family_name}${mark.replace(/\d/g, '')}` };
}

/** Sends an ECG of an invented person through the API, lets it be measured and gives the record's id; no two have the same samples. */
export async function sendEcg(
  person: { patient_id: string; family_name: string },
  change: Record<string, unknown> = {},
): Promise<string> {
  const samples = aTrace(`${person.patient_id} ${randomUUID()}`);
  const body = {
    patient_id: person.patient_id,
    patient: { family_name: person.family_name, given_name: 'Invented', birth_date: '1951-04-23', sex: 'female' },
    device_id: 'E2E-CART',
    recording_date: new Date(Date.now() - 60_000).toISOString(),
    recording: {
      sampling_rate_hz: RATE_HZ,
      unit: 'uV',
      leads: Object.fromEntries(LEADS.map((name) => [name, samples])),
    },
    ...change,
  };
  const response = await fetch(`${demonstration().url}/api/ecg/data`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey('ingest:ecg')}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(201);
  const { id } = await response.json();
  await untilMeasured(id);
  return id;
}
