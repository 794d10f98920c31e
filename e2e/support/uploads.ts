import { expect } from '@playwright/test';
import { apiKey, demonstration } from './demonstration';

const LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const RATE_HZ = 500;

/** An invented person, new at every call, so that tests side by side do not meet. */
export function inventedPerson(family_name: string): { patient_id: string; family_name: string } {
  const mark = `${Date.now().toString(36)}${Math.floor(Math.random() * 46_656).toString(36)}`;
  return { patient_id: `E2E-${mark}`, family_name: `${family_name}${mark.replace(/\d/g, '')}` };
}

/** Sends an ECG of an invented person through the API and gives the record's id; no two have the same samples. */
export async function sendEcg(
  person: { patient_id: string; family_name: string },
  change: Record<string, unknown> = {},
): Promise<string> {
  const phase = Math.random() * 700;
  const samples = Array.from({ length: 10 * RATE_HZ }, (_, index) => Math.round((index * 13 + phase) % 700) - 350);
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
  return (await response.json()).id;
}
