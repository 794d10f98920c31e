import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type InspectOptions, runInspect } from './inspect';

const FOLDER = path.resolve(import.meta.dirname, '../../lib/testing/recordings');

function inspect(names: string[], options: Partial<InspectOptions> = {}) {
  const lines: string[] = [];
  const files = names.map((name) => path.join(FOLDER, name));
  const code = runInspect(files, { identity: false, json: false, ...options }, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

describe('nightbeat inspect', () => {
  it('prints format, time, channels, ranges, measurements and warnings', () => {
    const { code, text } = inspect(['ecgtoolkit/Example.dcm']);
    expect(code).toBe(0);
    expect(text).toContain('format        dicom');
    expect(text).toContain('2002-11-22 09:10:00 (zone not stated)');
    expect(text).toContain('V2             500 Hz, 5000 samples, -1927.5..405 uV');
    expect(text).toContain('qtc_ms 443');
    expect(text).toContain('warning       malformed');
  });

  it('prints statements and counts of annotations', () => {
    expect(inspect(['philips/129DYPRG.XML']).text).toContain('statement     Sinus bradycardia; rate< 50');
    expect(inspect(['wfdb/a02/a02.hea', 'wfdb/a02/a02.apn']).text).toContain('apn: 528 marks (420 A, 108 N)');
  });

  it('names identity fields without their values, unless asked', () => {
    const closed = inspect(['ecgtoolkit/Example.scp']).text;
    expect(closed).toContain('patient       patient_id, family_name, birth_date, sex');
    expect(closed).not.toContain('SBJ-123');
    expect(closed).not.toContain('1953');
    expect(inspect(['ecgtoolkit/Example.scp'], { identity: true }).text).toContain('patient_id SBJ-123');
  });

  it('prints JSON with the same care', () => {
    const { text } = inspect(['ecgtoolkit/Example.scp'], { json: true });
    expect(JSON.parse(text)).toMatchObject({
      format: 'scp',
      patient: { patient_id: 'given' },
      blocks: [{ kind: 'rhythm' }, {}],
    });
  });

  it('ends with 1 and the reason when the content is refused', () => {
    const refused = inspect(['README.md']);
    expect(refused).toEqual({
      code: 1,
      text: 'refused (unrecognized): The content is none of the formats that are read.',
    });
    expect(JSON.parse(inspect(['README.md'], { json: true }).text)).toMatchObject({
      ok: false,
      reason: 'unrecognized',
    });
  });

  it('prints a therapy card by its days, and no serial number unless asked', () => {
    const { code, text } = inspect(['resmed/airsense11.zip']);
    expect(code).toBe(0);
    expect(text).toContain('device        ResMed AirSense 11 AutoSet, series 11, serial given');
    expect(text).toContain('night         2024-10-17: APAP; device 537 min, AHI 0.3; 4 sessions, 3 events; flow, ');
    expect(text).toContain(
      'night         2024-10-21: no mode; device 0 min, AHI none; 0 sessions, unknown events; no signals',
    );
    expect(text).not.toContain('00000000011');
    const { device } = JSON.parse(inspect(['resmed/airsense11.zip'], { identity: true, json: true }).text);
    expect(device).toMatchObject({ serial: '00000000011' });
  });

  it('prints the card of a folder and names what could not be used', () => {
    const { code, text } = inspect(['resmed']);
    expect(code).toBe(0);
    expect(text).toContain('night         2024-10-17: no mode; device ? min, AHI none; 1 sessions, unknown events; ');
    // the marks are of a block whose signals are not there
    expect(text).toContain('(outside_sessions): 3 event(s)');
    expect(text).toContain('file          aircurve10.zip (unrecognized): This is no file of a ResMed card.');
  });

  it('ends with 2 when there is no such file', () => {
    expect(inspect(['no-such-file']).code).toBe(2);
  });
});
