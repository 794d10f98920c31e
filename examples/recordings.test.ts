import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecordings } from '@/bin/demo/read-recordings.mjs';
import { shiftUpload } from '@/bin/demo/shift-dates.mjs';
import { checkPdf } from '@/lib/ingest/domain/pdf';
import { parseUpload } from '@/lib/ingest/envelope/parse-upload';
import { MODALITIES } from '@/lib/recordings/contracts';
import { drawEcgReport } from './lib/draw-ecg-report.mjs';

const examples = readRecordings(path.join(import.meta.dirname, 'recordings'));
const modalityOf = (name: string) => MODALITIES.find((modality) => modality === name) ?? 'ecg';

interface Channel {
  scale?: number;
  offset?: number;
  samples: (number | null)[];
}

interface Session {
  start: string;
  end: string;
  events?: { type: string; start: string; duration_s: number }[];
  signals?: (Channel & { name: string; unit: string; sampling_rate_hz: number })[];
}

/** What the tests read of an example; that every example has its shape is the first test. */
interface Example {
  file: string;
  modality: string;
  upload: {
    patient_id: string;
    device_id: string;
    source_id: string;
    vendor: { origin: string; licence: string };
    measurements?: { heart_rate_bpm?: number; qt_ms?: number; qtc_ms?: number };
    recording?: { sampling_rate_hz: number; scale: number; offset: number; leads: Record<string, number[]> };
    therapy?: { sessions: Session[]; summary: Record<string, number>; settings?: Record<string, unknown> };
  };
}

// the files are ours: their form is checked as the API checks it
const all = examples as unknown as Example[];
const ecgs = all.filter(({ modality }) => modality === 'ecg');
const twelveLead = ecgs.filter(({ upload }) => Object.keys(upload.recording?.leads ?? {}).length === 12);
const therapy = all.filter(({ modality }) => modality !== 'ecg');
const nights = therapy.filter(({ upload }) => upload.therapy?.sessions.some(({ signals }) => signals));
const leadsOf = (example: Example) => example.upload.recording?.leads ?? {};
const nightOf = (modality: string) => {
  const found = nights.find((night) => night.modality === modality);
  if (!found) throw new Error(`no night of ${modality} with signals`);
  return found.upload.therapy?.sessions ?? [];
};
const sumOf = (values: Iterable<number | null>) => [...values].reduce<number>((sum, value) => sum + (value ?? 0), 0);
/** Sum and number of one signal's stored integers over all sessions of a night. */
const total = (modality: string, name: string) => {
  const samples = nightOf(modality).flatMap(({ signals }) => signals?.find((signal) => signal.name === name)?.samples);
  return [sumOf(samples.map((sample) => sample ?? 0)), samples.length];
};

describe('the example recordings', () => {
  it('are twenty or more standard ECGs, a long one, and therapy of three patients by four devices', () => {
    expect(twelveLead.length).toBeGreaterThanOrEqual(20);
    expect(ecgs.length - twelveLead.length).toBe(1);
    expect(new Set(therapy.map(({ upload }) => upload.patient_id)).size).toBe(3);
    expect(new Set(therapy.map(({ upload }) => upload.device_id)).size).toBe(4);
  });

  it('are uploads the API takes, also on another day', () => {
    for (const { modality, upload } of examples) {
      expect(parseUpload(modalityOf(modality), upload).ok).toBe(true);
      expect(parseUpload(modalityOf(modality), shiftUpload(upload, 100)).ok).toBe(true);
    }
  }, 30_000);

  it('name the origin and licence of their signals, a device’s own name for each, and no trace twice', () => {
    for (const { upload } of all)
      expect(upload.vendor).toEqual({
        origin: expect.stringMatching(/./),
        licence: expect.stringMatching(/^(MIT|CC BY 4\.0|ODC-By 1\.0)$/),
      });
    const ids = all.map(({ upload }) => `${upload.device_id} ${upload.source_id}`);
    expect(new Set(ids).size).toBe(all.length);
    const traces = ecgs.map((example) => JSON.stringify(leadsOf(example)));
    expect(new Set(traces).size).toBe(ecgs.length);
  });

  it('hold twelve leads that fit together (III = II − I, aVR + aVL + aVF = 0)', () => {
    for (const example of twelveLead) {
      const { I = [], II = [], III = [], aVR = [], aVL = [], aVF = [], ...chest } = leadsOf(example);
      expect(Object.keys(chest)).toEqual(['V1', 'V2', 'V3', 'V4', 'V5', 'V6']);
      const lengths = new Set([I, II, III, aVR, aVL, aVF, ...Object.values(chest)].map((samples) => samples.length));
      expect(lengths.size).toBe(1);
      const residues = I.map((one, index) =>
        Math.max(
          Math.abs((II[index] ?? Number.NaN) - one - (III[index] ?? Number.NaN)),
          Math.abs((aVR[index] ?? Number.NaN) + (aVL[index] ?? Number.NaN) + (aVF[index] ?? Number.NaN)),
        ),
      );
      expect(Math.max(...residues), example.file).toBeLessThanOrEqual(10);
    }
  });

  // the next cases hold the files against values published for or measured on the originals
  it('hold record E07500 to the sample', () => {
    const example = ecgs.find(({ upload }) => upload.vendor.origin.endsWith('E07500'));
    const { I = [], V2 = [], V6 = [] } = example ? leadsOf(example) : {};
    expect([I.slice(0, 5), sumOf(I), sumOf(V2), sumOf(V6)]).toEqual([[-68, -68, -68, -68, -53], 1250, -520375, 7912]);
    expect([Math.min(...I), Math.max(...I)]).toEqual([-283, 839]);
  });

  it('hold MIT-BIH record 100 to the sample, 5 µV a count', () => {
    const example = ecgs.find(({ upload }) => upload.vendor.origin.endsWith('record 100'));
    const { MLII = [], V5 = [] } = example ? leadsOf(example) : {};
    expect([MLII.length, sumOf(MLII), sumOf(V5)]).toEqual([650_000, 625_781_133, 640_765_524]);
    expect(example?.upload.recording).toMatchObject({ sampling_rate_hz: 360, scale: 5, offset: 1024 });
  });

  it('hold both detailed nights to the sample', () => {
    expect(total('cpap', 'flow')).toEqual([470_061, 802_500]);
    expect(total('cpap', 'mask_pressure')).toEqual([272_306_071, 802_500]);
    expect(total('cpap', 'leak')[0]).toBe(9225);
    expect(total('bipap', 'mask_pressure')).toEqual([704_392_664, 825_000]);
    expect(total('bipap', 'epap')[0]).toBe(13_523_481);
    expect(total('bipap', 'ti')[0]).toBe(1_063_910);
    const [first] = nightOf('cpap');
    const flow = first?.signals?.find(({ name }) => name === 'flow');
    expect([flow?.samples.slice(0, 3), flow?.scale, flow?.unit]).toEqual([[407, 418, 422], 0.002, 'L/s']);
  });

  it('give events their span: a card marks the end', () => {
    const events = ['cpap', 'bipap'].map((modality) => nightOf(modality).flatMap((session) => session.events ?? []));
    expect(events.map((list) => list.length)).toEqual([3, 12]);
    expect(events[0]?.[0]).toMatchObject({ type: 'obstructive_apnea', duration_s: 10 });
    // marked 06:54:33 and 10 s long
    expect(events[0]?.[0]?.start).toContain('T06:54:23');
  });

  it.each([
    ['PAP-0231', 78, 76, 40_956, 3.268],
    ['PAP-0388', 115, 100, 59_251, 2.623],
  ])('hold every day of the card of %s', (device, days, used, minutes, meanAhi) => {
    const own = therapy.filter(({ upload }) => upload.device_id === device);
    const summaries = own.map(({ upload }) => upload.therapy?.summary ?? {});
    const withUse = summaries.filter(({ ahi }) => ahi !== undefined);
    expect([own.length, withUse.length]).toEqual([days, used]);
    expect(sumOf(withUse.map(({ usage_minutes }) => usage_minutes ?? null))).toBe(minutes);
    expect(sumOf(withUse.map(({ ahi }) => ahi ?? null)) / used).toBeCloseTo(meanAhi, 3);
    for (const { usage_minutes, ahi } of summaries) if (ahi === undefined) expect(usage_minutes).toBe(0);
  });

  it('state a QTc that is the stated formula’s', () => {
    for (const { upload } of ecgs) {
      const { heart_rate_bpm = Number.NaN, qt_ms, qtc_ms } = upload.measurements ?? {};
      if (qt_ms === undefined) continue;
      expect(Math.abs(qt_ms * Math.sqrt(heart_rate_bpm / 60) - (qtc_ms ?? 0)), upload.source_id).toBeLessThan(4);
    }
  });

  it('get a PDF report, the same bytes each time', async () => {
    for (const { upload } of [ecgs[0], ecgs.find((ecg) => !twelveLead.includes(ecg))].flatMap((one) => one ?? [])) {
      const pdf = await drawEcgReport(upload);
      expect(checkPdf(pdf)).toEqual({ ok: true });
      expect(pdf.equals(await drawEcgReport(upload))).toBe(true);
    }
  });
});
