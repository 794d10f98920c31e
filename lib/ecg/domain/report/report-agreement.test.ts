import { describe, expect, it } from 'vitest';
import { datesInText } from './dates-in-text';
import { labelledValues } from './labelled-values';
import { type ReportedRecord, reportAgreement } from './report-agreement';

const record: ReportedRecord = {
  patient_id: 'P 12345',
  family_name: 'Van Example-Müller',
  given_name: 'Ada Maria',
  birth_date: '1957-03-02',
  local_date: '2026-11-03',
  heart_rate_bpm: 72,
  qtc_ms: 438,
  qtc_formula: 'bazett',
};

const verdicts = (lines: string[], change: Partial<ReportedRecord> = {}) => {
  const { outcome, rows } = reportAgreement({ ...record, ...change }, lines);
  return { outcome, ...Object.fromEntries(rows.map(({ field, verdict }) => [field, verdict])) };
};

describe('datesInText', () => {
  it.each([
    ['Recorded 2026-11-03 08:15', ['2026-11-03']],
    ['03.11.2026', ['2026-11-03', '2026-03-11']],
    ['25/12/2026', ['2026-12-25']],
    ['3 Nov 2026, 4-March-2026', ['2026-11-03', '2026-03-04']],
    ['November 3, 2026', ['2026-11-03']],
    ['31.02.2026 and 1234567', []],
    ['60 bpm 400 ms', []],
  ])('%s', (text, dates) => {
    expect(datesInText(text)).toEqual(dates);
  });
});

describe('labelledValues', () => {
  it('stops at the next label, at a wide gap and at the end of the line', () => {
    expect(labelledValues(['Name: EXAMPLE, Ada  ID: P1', 'Patient ID: P2 DOB: 2 Mar 1957'])).toEqual({
      name: ['EXAMPLE, Ada'],
      patient_id: ['P1', 'P2'],
      birth_date: ['2 Mar 1957'],
    });
  });

  it('takes nothing that has no label of its own', () => {
    expect(labelledValues(['EXAMPLE, Ada', 'Statement: patient is well', 'grid: 5 mm', 'Device ID 7'])).toEqual({
      name: [],
      patient_id: [],
      birth_date: [],
    });
  });
});

describe('reportAgreement', () => {
  it('agrees with a report of this patient, written the way reports are', () => {
    const lines = [
      'MÜLLER VAN EXAMPLE, Ada',
      'Born 2 Mar 1957   MRN P12345',
      '03.11.2026 08:15',
      'HR 72 bpm QT/QTc 400/438 ms',
    ];
    expect(verdicts(lines)).toEqual({
      outcome: 'agrees',
      patient_id: 'agrees',
      name: 'agrees',
      birth_date: 'not_stated',
      date: 'agrees',
      heart_rate_bpm: 'agrees',
      qtc_ms: 'agrees',
    });
  });

  it.each([
    ['another id', ['Patient ID: 99887', 'Some text'], 'patient_id'],
    ['another name', ['Name: OTHER, Bertha'], 'name'],
    ['another birth date', ['P 12345', 'DOB: 1957-03-20'], 'birth_date'],
    ['another birth date, either way round', ['DOB: 05/06/1957'], 'birth_date'],
  ])('is of another patient when it names %s by a label', (_name, lines, field) => {
    expect(verdicts(lines)).toMatchObject({ outcome: 'other_patient', [field]: 'differs' });
  });

  it.each([
    ['says nothing of the patient', ['Sinus rhythm']],
    ['is anonymous', ['Name: Anonymous', 'ID: -']],
    ['shares one word of the name', ['Name: A. MARIA BRIDE']],
    ['names this patient beside somebody else', ['Patient: Van Example-Müller, Ada', 'Name: Dr. OTHER']],
    ['writes the id without its space', ['ID: P12345']],
    ['gives the birth date day first', ['DOB: 02/03/1957']],
  ])('is not of another patient when it %s', (_name, lines) => {
    expect(verdicts(lines).outcome).not.toBe('other_patient');
  });

  it('marks another date, rate or QTc, and gives the report’s own number', () => {
    const { outcome, rows } = reportAgreement(record, ['Recorded: 2026-10-03', 'Vent. rate 95 bpm', 'QTc 470 ms']);
    expect(outcome).toBe('differs');
    expect(rows.filter(({ verdict }) => verdict === 'differs')).toEqual([
      { field: 'date', verdict: 'differs', in_report: null },
      { field: 'heart_rate_bpm', verdict: 'differs', in_report: 95 },
      { field: 'qtc_ms', verdict: 'differs', in_report: 470 },
    ]);
  });

  it('says that a QTc is by another formula instead of calling it different', () => {
    expect(verdicts(['QTcF 421 ms'])).toMatchObject({ outcome: 'agrees', qtc_ms: 'other_formula' });
    expect(verdicts(['QTc (Bazett) 439 ms QTcF 421 ms'])).toMatchObject({ qtc_ms: 'agrees' });
    expect(verdicts(['QT/QTcF 400/421 ms'], { qtc_formula: 'fridericia', qtc_ms: 421 })).toMatchObject({
      qtc_ms: 'agrees',
    });
  });

  it('is not misled by a short id that stands in the text as another number', () => {
    expect(verdicts(['MRN: 99887', 'HR 72 bpm'], { patient_id: '72' })).toMatchObject({ patient_id: 'differs' });
    expect(verdicts(['HR 72 bpm'], { patient_id: '72' })).toMatchObject({ patient_id: 'not_stated' });
  });

  it('cannot be checked without text', () => {
    expect(reportAgreement(record, ['', ' '])).toEqual({ outcome: 'not_checkable', rows: [] });
  });

  it('states nothing where the record knows nothing', () => {
    const blank = {
      patient_id: null,
      family_name: null,
      given_name: null,
      birth_date: null,
      heart_rate_bpm: null,
      qtc_ms: null,
      qtc_formula: null,
    };
    expect(verdicts(['Name: OTHER, Bertha', 'ID: 99', 'DOB: 1950-01-01', 'HR 95 QTc 470'], blank)).toMatchObject({
      outcome: 'agrees',
      heart_rate_bpm: 'not_stated',
    });
  });
});
