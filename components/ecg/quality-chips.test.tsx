import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderThemed } from '@/components/testing/factories';
import type { Recording } from '@/lib/recordings/contracts';
import { QualityChips } from './quality-chips';

type Facts = Pick<Recording, 'quality' | 'measuring' | 'report_check' | 'warnings'>;

const show = (facts: Partial<Facts>) =>
  renderThemed(
    <QualityChips recording={{ quality: null, measuring: 'done', report_check: null, warnings: [], ...facts }} />,
  );

const rows = (...fields: ('date' | 'qtc_ms')[]) =>
  fields.map((field) => ({ field, verdict: 'differs' as const, in_report: null }));

describe('QualityChips', () => {
  it('says that there is no warning, and no more than that', () => {
    show({ quality: [{ lead: 'I', score: 1, reasons: [] }] });
    expect(screen.getByText('No quality warning')).toBeInTheDocument();
  });

  it.each([
    ['waiting', 'Being measured'],
    ['unreadable', 'Not measured: signals unreadable'],
    ['given_up', 'Not measured: measuring failed'],
  ] as const)('says of an ECG that is %s: %s, and not that there is no warning', (measuring, word) => {
    show({ measuring });
    expect(screen.getByText(word)).toBeInTheDocument();
    expect(screen.queryByText('No quality warning')).toBeNull();
  });

  it('names a disturbance once, with its leads', () => {
    const reasons: ['muscle_noise'] = ['muscle_noise'];
    show({ quality: ['V1', 'V2'].map((lead) => ({ lead, score: 0.5, reasons })) });
    expect(screen.getByText('Muscle noise: V1, V2')).toBeInTheDocument();
    expect(screen.queryByText('No quality warning')).toBeNull();
  });

  it('counts leads where they are many, and puts suspected reversal first', () => {
    const leads = ['I', 'II', 'III', 'aVR'];
    show({
      warnings: [{ pointer: '', code: 'flat_lead', detail: 'V3 is flat.' }],
      quality: leads.map((lead) => ({
        lead,
        score: 0.5,
        reasons: ['baseline_wander', 'limb_lead_reversal_suspected'],
      })),
    });
    const texts = screen.getAllByText(/reversal|Flat|wander/).map(({ textContent }) => textContent);
    expect(texts).toEqual(['Limb-lead reversal suspected', 'Flat lead', 'Baseline wander: 4 leads']);
  });

  it('says in what a PDF differs, or that it is of somebody else', () => {
    const checked_at = '2026-11-22T07:15:02.000Z';
    const { unmount } = show({
      report_check: { outcome: 'differs', pages: 1, rows: rows('date', 'qtc_ms'), checked_at },
    });
    expect(screen.getByText('PDF differs: date, QTc')).toBeInTheDocument();
    unmount();
    show({ report_check: { outcome: 'other_patient', pages: 1, rows: [], checked_at } });
    expect(screen.getByText('PDF names another patient')).toBeInTheDocument();
  });
});
