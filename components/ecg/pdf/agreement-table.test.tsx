import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aRecording, NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import type { ReportCheck } from '@/lib/recordings/contracts';
import { AgreementTable } from './agreement-table';

const CHECK: ReportCheck = {
  outcome: 'differs',
  pages: 1,
  checked_at: NOW,
  rows: [
    { field: 'patient_id', verdict: 'agrees', in_report: null },
    { field: 'name', verdict: 'not_stated', in_report: null },
    { field: 'date', verdict: 'differs', in_report: null },
    { field: 'heart_rate_bpm', verdict: 'differs', in_report: 85 },
    { field: 'qtc_ms', verdict: 'other_formula', in_report: 418 },
  ],
};

function cells(check: ReportCheck | null): string[][] {
  renderThemed(<AgreementTable recording={aRecording({ report_check: check })} timeZone={TIME_ZONE} />);
  const rows = screen.queryAllByRole('row').slice(1);
  return rows.map((row) => [
    within(row).getByRole('rowheader').textContent ?? '',
    ...within(row)
      .getAllByRole('cell')
      .map((cell) => cell.textContent ?? ''),
  ]);
}

describe('agreement of PDF and record', () => {
  it('says of each field what stands where, and what cannot be checked', () => {
    expect(cells(CHECK)).toEqual([
      ['MRN', '0048 2217', '0048 2217', 'same'],
      ['Name', 'as above', 'not found', 'not checkable'],
      ['Birth date', 'as above', 'not found', 'not checkable'],
      ['Recorded', '22 Nov 2026', 'another date', 'differs'],
      ['HR, bpm', '58', '85', 'differs'],
      ['QTc, ms', '416 Bazett', '418', 'by another formula, not comparable'],
    ]);
  });

  it('of a PDF without text says so, and calls nothing the same', () => {
    const rows = cells({ ...CHECK, outcome: 'not_checkable', rows: [] });
    expect(screen.getByText(/no text that could be read/)).toBeInTheDocument();
    expect(rows.every(([, , , verdict]) => verdict === 'not checkable')).toBe(true);
  });

  it('that was not compared yet shows no row', () => {
    expect(cells(null)).toEqual([]);
    expect(screen.getByText(/has not been compared yet/)).toBeInTheDocument();
  });
});
