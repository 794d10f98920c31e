import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aPatientSummary, NOW, renderThemed, router, TIME_ZONE } from '@/components/testing/factories';
import type { PatientPage, PatientSummary } from '@/lib/patients/contracts';
import type { FacetSelection } from '@/lib/patients/domain/facets';
import { PatientSearch } from './patient-search';

interface Asked {
  body: { text: string; settled: boolean; facets: FacetSelection; sort: string; descending: boolean; limit: number };
  signal: AbortSignal;
  answer: (rows: PatientSummary[], change?: Partial<PatientPage>) => Promise<void>;
  refuse: (status: number, problem: object) => Promise<void>;
}

// a whole list with its filters is much to draw without a browser
vi.setConfig({ testTimeout: 20_000 });

const NO_FACETS: FacetSelection = {};
const asked: Asked[] = [];
const none = { value: 0, more: false };
const COUNTS = {
  total: { value: 47, more: false },
  groups: {
    ecg: { unconfirmed: { value: 19, more: false }, none },
    sex: { female: { value: 1000, more: true }, male: { value: 12, more: true }, other: none },
  },
};
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
  vi.stubGlobal('fetch', (path: string, init: { body: string; signal: AbortSignal }) => {
    if (path === '/api/patients/facets') return Promise.resolve(Response.json(COUNTS));
    expect(path).toBe('/api/patients/search');
    return new Promise<Response>((resolve) => {
      const settle = (response: Response) =>
        act(async () => {
          resolve(response);
          await vi.advanceTimersByTimeAsync(0);
        });
      asked.push({
        body: JSON.parse(init.body),
        signal: init.signal,
        answer: (rows, change) => settle(Response.json({ ...aPage(rows), ...change })),
        refuse: (status, problem) => settle(Response.json(problem, { status })),
      });
    });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function aPage(rows: PatientSummary[], change: Partial<PatientPage> = {}): PatientPage {
  return { data: rows, next_cursor: null, more: false, sort: 'newest', ...change };
}

function show(rows: PatientSummary[] = [quill], change: Partial<PatientPage> = {}) {
  renderThemed(<PatientSearch initial={aPage(rows, change)} facets={NO_FACETS} now={NOW} timeZone={TIME_ZONE} />);
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
    expect(ask(0)).toMatchObject({ body: { text: 'pel', settled: false } });
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
    fireEvent.click(screen.getByRole('button', { name: 'Clear search and filters' }));
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

  it('opens the newest ECG of the focused row by e', () => {
    show([quill, pell]);
    screen.getAllByRole('link')[1]?.focus();
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'e' });
    expect(router.push).toHaveBeenCalledWith('/ecg/rec_1');
  });
});

describe('facets', () => {
  it('show counts of the current set, capped ones as capped, zero ones greyed', async () => {
    show();
    await act(async () => vi.advanceTimersByTimeAsync(0));
    const filters = screen.getByRole('region', { name: 'Filters' });
    for (const [name, text] of [
      ['Unconfirmed 19', 'Unconfirmed'],
      ['Female 1,000+', 'Female'],
      ['Male 12+', 'Male'],
    ] as const)
      expect(within(filters).getByText(text).parentElement?.textContent).toBe(name.replace(/ (?=[\d,]+\+?$)/, ''));
    expect(
      within(filters)
        .getByRole('checkbox', { name: /No ECG/ })
        .closest('li'),
    ).toHaveAttribute('data-none');
    expect(
      within(filters)
        .getByRole('checkbox', { name: /Unconfirmed/ })
        .closest('li'),
    ).not.toHaveAttribute('data-none');
  });

  it('narrow the list and stand in the address, which never holds the text', async () => {
    await type(show(), 'pel');
    fireEvent.click(screen.getByRole('checkbox', { name: /Unconfirmed/ }));
    fireEvent.click(screen.getByRole('checkbox', { name: /^Female/ }));
    await act(async () => vi.advanceTimersByTimeAsync(100));
    expect(asked.at(-1)?.body).toMatchObject({ text: 'pel', facets: { ecg: ['unconfirmed'], sex: ['female'] } });
    expect(window.location.search).toBe('?ecg=unconfirmed&sex=female');
    fireEvent.click(screen.getByRole('button', { name: 'Remove filter Female' }));
    expect(window.location.search).toBe('?ecg=unconfirmed');
  });
});

describe('order', () => {
  it('goes by a column, down, up and back, and says so to those who hear it', async () => {
    show();
    const head = () => screen.getByRole('columnheader', { name: 'QTc ms' });
    const press = async (index: number) => {
      fireEvent.click(within(head()).getByRole('button'));
      await act(async () => vi.advanceTimersByTimeAsync(0));
      await asked[index]?.answer([pell, quill], { sort: 'qtc' });
    };
    await press(0);
    expect(asked[0]?.body).toMatchObject({ sort: 'qtc', descending: true });
    expect(head()).toHaveAttribute('aria-sort', 'descending');
    await press(1);
    expect(head()).toHaveAttribute('aria-sort', 'ascending');
    await press(2);
    expect(head()).not.toHaveAttribute('aria-sort');
  });

  it('says when too many fit to be sorted', async () => {
    show();
    fireEvent.click(screen.getByRole('button', { name: 'AHI /h' }));
    await act(async () => vi.advanceTimersByTimeAsync(0));
    await asked[0]?.answer([quill], { sort: 'newest', more: true });
    expect(screen.getByRole('status')).toHaveTextContent('Too many to sort');
    expect(screen.getByRole('columnheader', { name: 'AHI /h' })).not.toHaveAttribute('aria-sort');
  });
});

describe('rows', () => {
  it('carry whose a number is, and never a total leak as a number', () => {
    const recent_usage = { last_night: '2026-11-21', minutes: [null, 0, 200, 480], computed_nights: 1 };
    const last_night = {
      id: 'night_1',
      night: '2026-11-21',
      mode: 'BPAP_AUTO',
      leak_type: 'total',
      ahi: { value: 12.34, source: 'computed' as const },
      leak_p95_l_min: { value: 44, source: 'device' as const },
    };
    show([aPatientSummary({ last_night, recent_usage, sex: 'male' })]);
    const row = screen.getAllByRole('row')[1];
    expect(row).toHaveTextContent('BPAP auto');
    expect(row).toHaveTextContent('12.3c');
    expect(row).toHaveTextContent('416B');
    expect(row).toHaveTextContent('total');
    expect(row).not.toHaveTextContent('44');
    expect(screen.getByRole('img')).toHaveAccessibleName(
      'Usage of 14 nights to 21 Nov 2026: 1 of 4 h or more, 1 without data (device, 1 computed)',
    );
  });
});
