import { describe, expect, it } from 'vitest';
import { channelNamed, measured, readOk, storedOf, valuesOf, warningCodes } from '@/lib/testing/recording-files';
import { readRecordingFile } from './read-recording-file';

/*
 * No real Kardia or Apple export with a clear licence was found: these files are made from published descriptions of
 * them, and every recording read from one says so with the warning `unverified`.
 */
const file = (content: string) => [{ name: 'x', bytes: new TextEncoder().encode(content) }];

const KARDIA = {
  id: 'k1',
  patientID: 'P-9',
  heartRate: 71,
  duration: 20,
  recordedAt: '2026-11-03T08:15:00+01:00',
  algorithmDetermination: 'afib',
  deviceInfo: { hardwareType: 'kardia6L', serialNumber: 'S1', firmwareRevision: '2.0' },
  data: {
    raw: {
      frequency: 300,
      mainsFrequency: 50,
      amplitudeResolution: 500,
      numLeads: 6,
      samples: { leadI: [2, 4, -6], leadII: [1, 1, 1], AVR: [0, 1, 2] },
    },
  },
};
const kardia = (change: object) => file(JSON.stringify({ ...KARDIA, ...change }));

describe('Kardia', () => {
  it('reads the raw signal in µV', () => {
    const recording = readOk(kardia({}));
    expect(valuesOf(channelNamed(recording, 'I'))).toEqual([1, 2, -3]);
    expect(recording.blocks[0]?.channels.map(({ lead }) => lead)).toEqual(['I', 'II', 'aVR']);
    expect(channelNamed(recording, 'I')?.rate).toEqual({ numerator: 300, denominator: 1 });
    expect(recording.start).toEqual({ date: '2026-11-03', time: '08:15:00', utc_offset_minutes: 60 });
    expect(recording.statements).toEqual([{ text: null, code: 'afib', origin: 'device' }]);
    expect(measured(recording, 'heart_rate_bpm')).toBe(71);
    expect(recording.patient.patient_id).toBe('P-9');
    expect(warningCodes(recording)).toContain('unverified');
  });

  it('gives no unit without a resolution', () => {
    const raw = { ...KARDIA.data.raw, amplitudeResolution: undefined };
    const recording = readOk(kardia({ data: { raw } }));
    expect(channelNamed(recording, 'I')?.unit).toBeNull();
    expect(warningCodes(recording)).toContain('uncalibrated');
  });

  it.each([
    ['no sampling rate', { ...KARDIA.data.raw, frequency: undefined }, 'corrupt'],
    ['no samples', { ...KARDIA.data.raw, samples: {} }, 'unsupported'],
    ['a sample that is a text', { ...KARDIA.data.raw, samples: { leadI: ['1'] } }, 'corrupt'],
  ])('refuses %s', (_, raw, reason) => {
    expect(readRecordingFile(kardia({ data: { raw } }))).toMatchObject({ ok: false, reason, format: 'kardia' });
  });

  it('does not follow a prototype that the file sets', () => {
    const text = JSON.stringify(KARDIA).replace('"patientID"', '"__proto__":{"polluted":1},"patientID"');
    expect(readOk(file(text)).format).toBe('kardia');
    expect('polluted' in {}).toBe(false);
  });
});

const ENGLISH = `Name,"Doe, Jane"
Date of Birth,2 Mar 1957
Recorded Date,2026-11-03 08:15:02 +0100
Classification,Sinus Rhythm
Symptoms,
Software Version,2.0
Device,"Watch6,7"
Sample Rate,512.5 hertz


Lead,Lead I
Unit,µV

12.5
-3
0.25
`;
const GERMAN = `Name,Jane
Geburtsdatum,02.03.1957
Aufzeichnungsdatum,2026-11-03 08:15:02 +0100
Klassifizierung,Sinusrhythmus
Symptome,
Softwareversion,2.0
Gerät,"Watch6,7"
Messrate,512 Hertz

Ableitung,Ableitung I
Einheit,μV

12,5
-3,0
0,25
`;

describe('Apple', () => {
  it('reads the export in English', () => {
    const recording = readOk(file(ENGLISH));
    expect(valuesOf(channelNamed(recording, 'I'))).toEqual([12.5, -3, 0.25]);
    expect(channelNamed(recording, 'I')?.rate).toEqual({ numerator: 1025, denominator: 2 });
    expect(channelNamed(recording, 'I')?.unit).toBe('uV');
    expect(recording.start).toEqual({ date: '2026-11-03', time: '08:15:02', utc_offset_minutes: 60 });
    expect(recording.statements.map(({ text }) => text)).toEqual(['Sinus Rhythm']);
    expect(recording.device).toMatchObject({ model: 'Watch6,7', firmware: '2.0' });
    expect(recording.patient).toMatchObject({ family_name: 'Doe, Jane', birth_date: null });
    expect(warningCodes(recording)).toContain('unverified');
  });

  it('reads translated keys and decimal commas', () => {
    const recording = readOk(file(GERMAN));
    expect(valuesOf(channelNamed(recording, 'I'))).toEqual([12.5, -3, 0.25]);
    expect(channelNamed(recording, 'I')).toMatchObject({ unit: 'uV', rate: { numerator: 512, denominator: 1 } });
    expect(recording.statements.map(({ text }) => text)).toEqual(['Sinusrhythmus']);
  });

  it('stores whole numbers as such and decimals without loss', () => {
    expect(storedOf(channelNamed(readOk(file(ENGLISH)), 'I'))).toEqual([1250, -300, 25]);
  });

  it('refuses a file without samples', () => {
    const answer = readRecordingFile(file(ENGLISH.slice(0, ENGLISH.indexOf('\n12.5'))));
    expect(answer).toMatchObject({ ok: false, reason: 'truncated', format: 'apple' });
  });
});
