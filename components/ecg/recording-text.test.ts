import { describe, expect, it } from 'vitest';
import { aRecording, channels, TIME_ZONE } from '@/components/testing/factories';
import { bandwidthText } from '@/lib/client/bandwidth-text';
import { qtcFormulaText } from '@/lib/client/measured-text';
import {
  derivedLeadsText,
  deviceLocalText,
  deviceText,
  ecgSentence,
  ecgSummary,
  ecgTitle,
  recordedText,
  technicalText,
} from './recording-text';

describe('what a recording is called', () => {
  it('counts the rhythm leads and nothing else', () => {
    expect(ecgTitle(aRecording())).toBe('12-lead ECG');
    expect(ecgTitle(aRecording({ channels: channels(['I', 'II', 'V5']) }))).toBe('3-lead ECG');
    const median = channels(['II']).map((channel) => ({ ...channel, id: 'm', kind: 'median' }));
    expect(ecgTitle(aRecording({ channels: [...channels(['I']), ...median] }))).toBe('1-lead ECG');
  });

  it('counts nothing as a lead whose amplitude cannot be told in mV', () => {
    const pressure = channels(['ABP']).map((channel) => ({ ...channel, id: 'p', unit: 'mmHg' }));
    const unscaled = channels(['II']).map((channel) => ({ ...channel, id: 'u', unit: '1' }));
    expect(ecgTitle(aRecording({ channels: [...channels(['I']), ...pressure, ...unscaled] }))).toBe('1-lead ECG');
    expect(ecgTitle(aRecording({ channels: unscaled }))).toBe('ECG without amplitude scale');
  });

  it('names the leads that were computed', () => {
    expect(derivedLeadsText(aRecording())).toBeNull();
    expect(derivedLeadsText(aRecording({ channels: channels(['I', 'II', 'III'], ['III']) }))).toBe(
      'III derived from recorded leads',
    );
  });
});

describe('bandwidth', () => {
  it.each([
    [{ high_pass_hz: 0.05, low_pass_hz: 150, notch_hz: null, zero_phase: null }, '0.05–150 Hz'],
    [{ high_pass_hz: 0.05, low_pass_hz: 150, notch_hz: 50, zero_phase: null }, '0.05–150 Hz, notch 50 Hz'],
    [{ high_pass_hz: null, low_pass_hz: 40, notch_hz: null, zero_phase: null }, 'to 40 Hz, lower limit not stated'],
    [{ high_pass_hz: 0.5, low_pass_hz: null, notch_hz: null, zero_phase: null }, 'from 0.5 Hz, upper limit not stated'],
    [{ high_pass_hz: null, low_pass_hz: null, notch_hz: null, zero_phase: null }, 'bandwidth not stated'],
    [{ high_pass_hz: 0.5, low_pass_hz: 150, notch_hz: 50, zero_phase: true }, '0.5–150 Hz zero-phase, notch 50 Hz'],
    [null, 'bandwidth not stated'],
  ])('is the record’s own: %j → %s', (filters, text) => {
    expect(bandwidthText(filters)).toBe(text);
  });
});

describe('times', () => {
  it('are in the organisation’s zone, to the second', () => {
    expect(recordedText(aRecording(), TIME_ZONE)).toBe('22 Nov 2026 08:14:07 CET');
    expect(deviceLocalText(aRecording(), TIME_ZONE)).toBeNull();
  });

  it('say the device’s own time where its zone is another', () => {
    expect(deviceLocalText(aRecording({ utc_offset_minutes: -300 }), TIME_ZONE)).toBe('02:14 device local, UTC−5');
  });

  it('tell a clock that is known to be off', () => {
    expect(technicalText(aRecording())).toBe('10 s · 500 Hz');
    expect(technicalText(aRecording({ clock_offset_ms: 3000 }))).toBe('10 s · 500 Hz · device clock +3 s');
    expect(technicalText(aRecording({ clock_offset_ms: -61_000 }))).toBe('10 s · 500 Hz · device clock −61 s');
    expect(technicalText(aRecording({ clock_offset_ms: -7_260_000 }))).toBe('10 s · 500 Hz · device clock −2 h 1 min');
  });
});

describe('device and findings', () => {
  it('shows the end of the serial number, and the device id where nothing else is known', () => {
    expect(deviceText(aRecording())).toBe('Example C12, S/N …0417');
    expect(deviceText(aRecording({ device: null }))).toBe('ECG-7F-01');
  });

  it('gives the result in one sentence, marked as the device’s and unconfirmed', () => {
    expect(ecgSentence(aRecording())).toBe(
      '12-lead ECG, 10 s, heart rate 58 bpm by the device. Device statement, unconfirmed: Sinus bradycardia. The measurements are in the table on this page.',
    );
    expect(ecgSentence(aRecording({ measurements: null, statements: [] }))).toContain(
      'heart rate not sent. No device statement.',
    );
  });

  it('sums a record up with the formula of its QTc', () => {
    expect(ecgSummary(aRecording())).toBe('Device: Sinus bradycardia, HR 58 bpm, QTc 416 ms (Bazett)');
    expect(ecgSummary(aRecording({ measurements: null, statements: [] }))).toBe(
      'No statement and no measurements sent',
    );
    expect(qtcFormulaText(null)).toBe('formula not stated');
  });
});
