import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aPatientSummary, NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import type { PatientSummary } from '@/lib/patients/contracts';
import { PatientSearch } from './patient-search';

interface Asked {
  path: string;
  body: { text: string; settled: boolean };
  signal: AbortSignal;
  answer: (rows: PatientSummary[]) => Promise<void>;
  refuse: (status: number, problem: object) => Promise<void>;
}

const asked: Asked[] = [];
const pell = aPatientSummary({
  patient_ref: 'pat_pell',
  family_name: 'Pell',
  given_name: 'Ignatius',
  patient_id: '0051 0926',
});
const quill = aPatientSummary({ patient_ref: 'pat_quill' });

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  vi.stubGlobal(
    'fetch',
    (path: string, init: { body: string; signal: AbortSignal }) =>
      new Promise<Response>((resolve) => {
        const settle = (response: Response) =>
          act(async () => {
            resolve(response);
            await vi.advanceTimersByTimeAsync(0);
          });
        asked.push({
          path,
          body: JSON.parse(init.body),
          signal: init.signal,
          answer: (rows) => settle(Response.json({ data: rows, next_cursor: null })),
          refuse: (status, problem) => settle(Response.json(problem, { status })),
        });
      }),
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function show(newest: PatientSummary[] = [quill]) {
  renderThemed(<PatientSearch newest={newest} now={NOW} timeZone={TIME_ZONE} />);
  return screen.getByRole('searchbox', { name: 'Search patients' });
}

async function type(field: HTMLElement, text: string, waitMs = 100) {
  fireEvent.change(field, { target: { value: text } });
  await act(async () => vi.advanceTimersByTimeAsync(waitMs));
}

function ask(index: number): Asked {
  const found = asked[index];
  if (!found) throw new Error(`no request ${index}`);
  return found;
}

const names = () => screen.queryAllByRole('link').map((link) => link.textContent);

describe('patient search', () => {
  it('starts with the newest patients and the focus in the field, asking nothing', () => {
    expect(show()).toHaveFocus();
    expect(names()).toEqual(['QUILLFEATHER, Ambrose']);
    expect(asked).toHaveLength(0);
  });

  it('narrows within 100 ms of typing; the text travels in the body only', async () => {
    await type(show(), 'pel');
    expect(ask(0)).toMatchObject({ path: '/api/patients/search', body: { text: 'pel', settled: false } });
    await ask(0).answer([pell]);
    expect(names()).toEqual(['PELL, Ignatius']);
    expect(screen.getByText('PEL').tagName).toBe('MARK');
    expect(screen.getByRole('status')).toHaveTextContent('1 patient');
    expect(window.location.href).not.toContain('pel');
  });

  it('ignores the late answer to an older text', async () => {
    const field = show();
    await type(field, 'pe');
    await type(field, 'qui');
    expect(ask(0).signal.aborted).toBe(true);
    await ask(1).answer([quill]);
    await ask(0).answer([pell]);
    expect(names()).toEqual(['QUILLFEATHER, Ambrose']);
  });

  it('counts as meant, and is audited, only once the typing has stopped', async () => {
    const field = show();
    await type(field, 'p');
    await type(field, 'pe');
    await type(field, 'pel');
    await act(async () => vi.advanceTimersByTimeAsync(1000));
    expect(asked.map((one) => [one.body.text, one.body.settled])).toEqual([
      ['p', false],
      ['pe', false],
      ['pel', false],
      ['pel', true],
    ]);
  });

  it('says that nothing matches, and clears', async () => {
    const field = show();
    await type(field, 'zzz');
    await ask(0).answer([]);
    expect(screen.getByText('No patient matches “zzz”')).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Clear search' }));
    expect(field).toHaveValue('');
    expect(names()).toEqual(['QUILLFEATHER, Ambrose']);
  });

  it('shows a failure with its reference and tries again', async () => {
    await type(show(), 'pel');
    await ask(0).refuse(503, { code: 'store_unavailable', detail: 'A store is away.', request_id: 'req_7' });
    expect(within(screen.getByRole('alert')).getByText('req_7')).toBeInTheDocument();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await act(async () => vi.advanceTimersByTimeAsync(100));
    await ask(1).answer([pell]);
    expect(names()).toEqual(['PELL, Ignatius']);
  });

  it('waits with Enter for the rows of the text as it stands, and opens the first of those', async () => {
    const field = show();
    const opened = vi.fn((event: Event) => event.preventDefault());
    document.addEventListener('click', opened);
    await type(field, 'pel');
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(opened).not.toHaveBeenCalled();
    await ask(0).answer([pell]);
    expect(opened).toHaveBeenCalledOnce();
    document.removeEventListener('click', opened);
  });

  it('walks the rows by arrow keys and j, k, and back into the field', () => {
    const field = show([quill, pell]);
    const [first, second] = screen.getAllByRole('link');
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    expect(first).toHaveFocus();
    fireEvent.keyDown(document.activeElement ?? field, { key: 'j' });
    expect(second).toHaveFocus();
    fireEvent.keyDown(document.activeElement ?? field, { key: 'k' });
    fireEvent.keyDown(document.activeElement ?? field, { key: 'ArrowUp' });
    expect(field).toHaveFocus();
  });

  it('tells a first use from a search without result', () => {
    show([]);
    expect(screen.getByText('No recordings yet')).toBeInTheDocument();
  });
});
