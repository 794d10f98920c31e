import { createWriteStream, openAsBlob } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { apiKey, demonstration } from './demonstration';

/** A day of three leads as a Holter writes them. */
export const HOLTER = { rate_hz: 250, hours: 24, leads: ['I', 'II', 'V5'] } as const;

/** What is odd about the day: after so many minutes nothing is recorded for ten, there is only noise for fifteen, and one beat comes late. */
const SILENT_MINUTES = [300, 310] as const;
const NOISY_MINUTES = [480, 495] as const;
export const PAUSE = { minute: 725, ms: 2600 } as const;

const MISSING = -32_768;
const SIZES = [600, 1000, 800];

/** The rate of a minute: slower by night. */
const rateOf = (minute: number) => 72 + Math.round(18 * Math.cos((minute / (24 * 60)) * 2 * Math.PI));

/** Beats of a minute in samples from its start: even, the pause apart. */
function beatsOf(minute: number): number[] {
  const step = Math.round((60 * HOLTER.rate_hz) / rateOf(minute));
  const beats: number[] = [];
  for (let at = step >> 1; at < 60 * HOLTER.rate_hz - (step >> 2); at += step) beats.push(at);
  if (minute !== PAUSE.minute) return beats;
  const late = (PAUSE.ms * HOLTER.rate_hz) / 1000 - step;
  return beats.map((at, beat) => (beat > 20 ? at + late : at)).filter((at) => at < 60 * HOLTER.rate_hz - step / 4);
}

/** One heart beat from 0.25 s before its R wave to 0.45 s behind it, in µV. */
const SHAPE = Array.from({ length: Math.round(0.7 * HOLTER.rate_hz) }, (_, k) => {
  const s = k / HOLTER.rate_hz - 0.25;
  const bump = (at: number, height: number, width: number) => height * Math.exp(-(((s - at) / width) ** 2));
  return bump(-0.16, 0.12, 0.03) + bump(0, 1, 0.012) - bump(0.035, 0.25, 0.012) + bump(0.28, 0.26, 0.05);
});

/** Adds noise in which nothing can be read: up to 3 mV either way, another in each lead. */
function addNoise(values: Int16Array, seed: number): void {
  let state = seed;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = (values[i] ?? 0) + Math.round((state / 2 ** 32 - 0.5) * 6000);
  }
}

function minuteOf(minute: number, seed: number): Buffer {
  const samples = 60 * HOLTER.rate_hz;
  const { length: leads } = HOLTER.leads;
  const values = new Int16Array(samples * leads);
  for (let i = 0; i < values.length; i++) values[i] = ((Math.imul(i + minute, 48_271) >>> 4) % 21) - 10 + (seed % 7);
  for (const beat of beatsOf(minute)) {
    for (const [k, height] of SHAPE.entries()) {
      const at = beat + k - Math.round(0.25 * HOLTER.rate_hz);
      if (at < 0 || at >= samples) continue;
      for (let lead = 0; lead < leads; lead++)
        values[at * leads + lead] = (values[at * leads + lead] ?? 0) + Math.round(height * (SIZES[lead] ?? 1000));
    }
  }
  if (minute >= NOISY_MINUTES[0] && minute < NOISY_MINUTES[1]) addNoise(values, minute);
  if (minute >= SILENT_MINUTES[0] && minute < SILENT_MINUTES[1]) values.fill(MISSING);
  return Buffer.from(values.buffer);
}

/** Writes the signal file of a day, 130 MB. */
async function writeHolter(file: string, seed: number): Promise<void> {
  async function* minutes() {
    for (let minute = 0; minute < HOLTER.hours * 60; minute++) yield minuteOf(minute, seed);
  }
  await pipeline(minutes, createWriteStream(file));
}

/** Sends a day of its own to the running demonstration and waits until it is read and measured. @returns the record's id */
export async function sendHolter(file: string, mark: string): Promise<string> {
  await writeHolter(file, mark.length + (mark.codePointAt(4) ?? 0));
  const { rate_hz, hours, leads } = HOLTER;
  const lines = leads.map((lead) => `day.dat 16 1000/mV 16 0 0 0 0 ${lead}`).join('\n');
  const header = `day ${leads.length} ${rate_hz} ${hours * 3600 * rate_hz} 08:00:00 01/11/2026\n${lines}\n`;
  const headers = { authorization: `Bearer ${apiKey('ingest:ecg', 'ingest:therapy', 'read')}` };
  const { url } = demonstration();
  const form = new FormData();
  form.append('data', JSON.stringify({ device_id: `HOLTER-${mark}`, patient_id: mark, timezone: 'Europe/Brussels' }));
  form.append('file', new Blob([header]), 'day.hea');
  form.append('file', await openAsBlob(file), 'day.dat');
  const sent = await fetch(`${url}/api/ecg/data`, { method: 'POST', headers, body: form });
  if (sent.status !== 202) throw new Error(`a day was answered with ${sent.status}`);
  const { id, links } = await sent.json();
  for (;;) {
    const record = await (await fetch(url + links.self, { headers })).json();
    if (record.status === 'stored' && record.measuring !== 'waiting') return id;
    if (record.status !== 'processing' && record.status !== 'stored')
      throw new Error(`a day became ${record.status}: ${JSON.stringify(record)}`);
    await pause(500);
  }
}
