import { describe, expect, it } from 'vitest';
import { CRITICAL_FINDINGS, criticalStatements } from './critical-statements';

const findingOf = (statement: string) => criticalStatements([statement])[0]?.finding ?? null;

describe('critical statements', () => {
  it.each([
    ['*** ** ** ** * ACUTE MI / STEMI * ** ** ** ***', 'acute_myocardial_infarction'],
    ['Acute inferior myocardial infarction', 'acute_myocardial_infarction'],
    ['Anterior infarct, possibly acute', 'acute_myocardial_infarction'],
    ['ST-elevation myocardial infarction', 'acute_myocardial_infarction'],
    ['Cannot rule out acute MI', 'acute_myocardial_infarction'],
    ['Acute MI not excluded', 'acute_myocardial_infarction'],
    ['Acute infarct cannot be excluded', 'acute_myocardial_infarction'],
    ['Ventricular fibrillation', 'ventricular_fibrillation'],
    ['V-fib', 'ventricular_fibrillation'],
    ['Ventricular flutter', 'ventricular_fibrillation'],
    ['Sustained ventricular tachycardia', 'ventricular_tachycardia'],
    ['Non-sustained VT', 'ventricular_tachycardia'],
    ['Torsades de pointes', 'ventricular_tachycardia'],
    ['Wide QRS tachycardia', 'ventricular_tachycardia'],
    ['No P waves, ventricular tachycardia', 'ventricular_tachycardia'],
    ['Complete heart block', 'complete_av_block'],
    ['Complete A-V block', 'complete_av_block'],
    ['Third degree AV block', 'complete_av_block'],
    ['3rd-degree A-V block', 'complete_av_block'],
    ['AV block, third degree', 'complete_av_block'],
    ['Second degree AV block, Mobitz II', 'high_grade_av_block'],
    ['High-grade AV block', 'high_grade_av_block'],
    ['Asystole', 'asystole'],
  ])('finds %s', (statement, finding) => {
    expect(findingOf(statement)).toBe(finding);
  });

  it.each([
    'Sinus rhythm',
    'Supraventricular tachycardia',
    'Atrial tachycardia, ventricular rate 143',
    'Complete right bundle branch block',
    'Complete left bundle branch block',
    'First degree AV block',
    'Second degree AV block, Mobitz I',
    'Inferior infarct, age undetermined',
    'Old anterior myocardial infarction',
    'NSTEMI',
    'No acute myocardial infarction',
    'No evidence of acute infarct',
    'Without ventricular tachycardia',
    'Old inferior infarct. No acute changes',
    'Premature ventricular complexes',
    'Left ventricular hypertrophy',
    '',
  ])('passes over %s', (statement) => {
    expect(findingOf(statement)).toBeNull();
  });

  it('keeps the statements as they were sent, in their order', () => {
    expect(criticalStatements(['Sinus rhythm', 'Asystole', '*** STEMI ***'])).toEqual([
      { statement: 'Asystole', finding: 'asystole' },
      { statement: '*** STEMI ***', finding: 'acute_myocardial_infarction' },
    ]);
  });

  it('has a wording for every finding of the list', () => {
    const one = ['STEMI', 'VF', 'VT', 'complete AV block', 'Mobitz II', 'asystole'].map(findingOf);
    expect(one).toEqual([...CRITICAL_FINDINGS]);
  });
});
