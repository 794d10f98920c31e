import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aPatient, NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import {
  type HeldRecord,
  type TherapyPatient,
  type UnreadEcg,
  WORKLIST_ROWS,
  type Worklist,
} from '@/lib/worklist/contracts';
import { WorklistPage } from './worklist-page';

class FakeEventSource extends EventTarget {
  static newest: FakeEventSource | null = null;

  constructor() {
    super();
    FakeEventSource.newest = this;
  }

  close() {}
}

const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();

function anUnread(id: string, change: Partial<UnreadEcg> = {}): UnreadEcg {
  return {
    id,
    version: 1,
    patient: aPatient({ patient_ref: `pat_${id}`, family_name: id, given_name: 'Ada' }),
    priority: 'routine',
    reading_state: 'unconfirmed',
    repeat_requested: false,
    confirmed_on_version: null,
    recording_date: minutesAgo(40),
    received_at: minutesAgo(30),
    heart_rate_bpm: 58,
    qtc_ms: 418,
    qtc_formula: 'bazett',
    statements: [{ text: 'Sinus bradycardia', critical: null }],
    warnings: [],
    ...change,
  };
}

function aTherapyPatient(change: Partial<TherapyPatient> = {}): TherapyPatient {
  const states = ['enough', 'short', 'zero', 'no_data', 'excluded'] as const;
  return {
    patient: aPatient({ patient_ref: 'pat_cpap', family_name: 'Larkspur', given_name: 'Cosima' }),
    mode: 'BPAP_ST',
    bars: Array.from({ length: 14 }, (_, index) => ({
      night: `2026-11-${String(index + 8).padStart(2, '0')}`,
      state: states[Math.min(index, 4)] ?? 'enough',
      usage_minutes: index === 0 ? 400 : index === 1 ? 100 : index === 2 ? 0 : null,
    })),
    concerns: [
      { code: 'short_streak', level: 'high', nights: 5, of_nights: 12, value: 4 },
      { code: 'no_data', level: 'caution', nights: 3, of_nights: 14, value: null },
    ],
    enough_nights: 1,
    data_nights: 3,
    ahi: { value: 14.24, source: 'computed' },
    leak: null,
    ...change,
  };
}

function aHeld(change: Partial<HeldRecord> = {}): HeldRecord {
  return {
    id: 'rec_held',
    modality: 'ecg',
    priority: 'stat',
    critical: ['ventricular_tachycardia'],
    reasons: ['identity_mismatch'],
    recording_date: minutesAgo(9),
    received_at: minutesAgo(8),
    device_id: 'cart C12-04',
    device_model: null,
    ...change,
  };
}

function aWorklist(rows: UnreadEcg[], change: Partial<Worklist> = {}): Worklist {
  return {
    change: 1,
    as_of: NOW,
    unread: {
      count: { value: rows.length, more: false },
      urgent_now: { value: 0, more: false },
      oldest_received_at: rows.length > 0 ? minutesAgo(30) : null,
      rows,
    },
    therapy: { patients: 0, concerned: 0, complete: true, rows: [] },
    quarantine: { count: { value: 0, more: false }, rows: [] },
    repeats: { count: { value: 0, more: false }, rows: [] },
    silent_devices: null,
    ...change,
  };
}

/** What the server answers; a test may change it, or make it refuse. */
let answer: () => Response;
const asked: string[] = [];

const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ code, detail: 'A store is away.', request_id: 'req_7' }), { status });

function show(worklist: Worklist, resolves = false) {
  answer = () => Response.json(worklist);
  return renderThemed(<WorklistPage initial={worklist} timeZone={TIME_ZONE} resolves={resolves} />);
}

/** The stream tells of a change, and the page asks for the list as it is now. */
async function change(worklist: Worklist) {
  answer = () => Response.json(worklist);
  vi.setSystemTime(Date.now() + 4000);
  act(() => {
    const data = JSON.stringify({ change: worklist.change });
    FakeEventSource.newest?.dispatchEvent(new MessageEvent('change', { data }));
  });
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(NOW);
  asked.length = 0;
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return answer();
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const names = (table: string) =>
  within(screen.getByRole('table', { name: table }))
    .getAllByRole('link')
    .map((link) => link.textContent);

describe('unread ECGs', () => {
  it('show priority, identity, the device’s values with formula, and how long they wait', () => {
    show(aWorklist([anUnread('Pell', { priority: 'stat' })]));
    const row = within(screen.getByRole('table', { name: 'Unread ECGs' })).getAllByRole('row')[1];
    expect(row).toHaveTextContent('STAT');
    expect(row).toHaveTextContent('PELL, Ada');
    expect(row).toHaveTextContent('M 74 y · 0048 2217');
    expect(row).toHaveTextContent('418Bazett');
    expect(row).toHaveTextContent('Sinus bradycardia');
    expect(row).toHaveTextContent('30 min');
    expect(screen.getByRole('columnheader', { name: 'QTc ms, device' })).toBeInTheDocument();
  });

  it('keep the order of the server and put what is critical first in a statement', () => {
    const statements = [
      { text: 'Sinus rhythm', critical: null },
      { text: 'Third degree AV block', critical: 'complete_av_block' as const },
    ];
    show(aWorklist([anUnread('B', { statements }), anUnread('A')]));
    expect(names('Unread ECGs')).toEqual(['B, Ada', 'A, Ada']);
    const row = within(screen.getByRole('table', { name: 'Unread ECGs' })).getAllByRole('row')[1];
    expect(row).toHaveTextContent('Critical');
    expect(row?.textContent?.indexOf('Third degree')).toBeLessThan(row?.textContent?.indexOf('Sinus rhythm') ?? -1);
  });

  it('say what was not sent instead of a number', () => {
    show(aWorklist([anUnread('A', { heart_rate_bpm: null, qtc_ms: null, qtc_formula: null, statements: [] })]));
    const row = within(screen.getByRole('table', { name: 'Unread ECGs' })).getAllByRole('row')[1];
    expect(row).toHaveTextContent('–not sent–not sentnone sent');
  });

  it('say how many there are where not all are shown', () => {
    const list = aWorklist(Array.from({ length: 50 }, (_, index) => anUnread(`N${index}`)));
    show({ ...list, unread: { ...list.unread, count: { value: 1000, more: true } } });
    expect(screen.getByRole('region', { name: 'Unread ECGs' })).toHaveTextContent('first 50 of 1,000+');
  });

  it('say so when nothing is left', () => {
    show(aWorklist([]));
    expect(screen.getByRole('heading', { name: 'Nothing unread' })).toBeInTheDocument();
  });
});

describe('the other lists', () => {
  it('name therapy by reasons, with bars that tell 0 h from no data', () => {
    show(aWorklist([], { therapy: { patients: 9, concerned: 1, complete: true, rows: [aTherapyPatient()] } }));
    const row = within(screen.getByRole('table', { name: 'Therapy, by concern' })).getAllByRole('row')[1];
    expect(row).toHaveTextContent('Under 4 h, 4 nights in a row');
    expect(row).toHaveTextContent('No data, 3 of 14 nights');
    expect(row).toHaveTextContent('14.2computed');
    expect(
      screen.getByRole('img', { name: /1 4 h or more, 1 under 4 h, 1 0 h, 1 no data, 10 excluded/ }),
    ).toBeVisible();
  });

  it('show held recordings with reason and urgency; an ECG opens', () => {
    show(aWorklist([], { quarantine: { count: { value: 1, more: false }, rows: [aHeld()] } }));
    const item = within(screen.getByRole('list', { name: 'Held recordings' })).getByRole('listitem');
    expect(item).toHaveTextContent('STATVTIdentity differs from what is known');
    expect(within(item).getByRole('link')).toHaveAttribute('href', '/ecg/rec_held');
    expect(screen.getByRole('link', { name: /In quarantine/ })).toHaveAttribute('href', '#quarantine');
  });

  it('lead who decides on held recordings to the queue', () => {
    const rows = [aHeld({ id: 'rec_night', modality: 'cpap', critical: [] })];
    show(aWorklist([], { quarantine: { count: { value: 1, more: false }, rows } }), true);
    expect(screen.getByRole('link', { name: /In quarantine/ })).toHaveAttribute('href', '/quarantine');
    expect(screen.getByRole('link', { name: /^Open held CPAP night/ })).toHaveAttribute(
      'href',
      '/quarantine/rec_night',
    );
  });

  it('say of the lists beside how much of them is shown', () => {
    const silent = (place: number) => ({
      ...{ device_ref: `dev_${place}`, device_id: `PAP-${place}`, make: null, model: null },
      ...{ last_seen_at: null, silent_nights: 4 },
    });
    const places = Array.from({ length: WORKLIST_ROWS }, (_, place) => place);
    show(
      aWorklist([], {
        quarantine: { count: { value: 73, more: false }, rows: places.map((place) => aHeld({ id: `rec_${place}` })) },
        silent_devices: { count: { value: 1000, more: true }, rows: places.map(silent) },
      }),
    );
    expect(screen.getByRole('region', { name: 'Quarantine' })).toHaveTextContent('first 50 of 73');
    expect(screen.getByRole('region', { name: 'Silent devices' })).toHaveTextContent('first 50 of 1,000+');
  });

  it('leave silent devices out for those who may not see devices', () => {
    show(aWorklist([]));
    expect(screen.queryByText('Silent devices')).toBeNull();
  });
});

describe('an update', () => {
  it('comes in without reload, is announced once, and leaves the focused row its focus', async () => {
    show(aWorklist([anUnread('A'), anUnread('B')]));
    const second = screen.getByRole('link', { name: /^B, Ada/ });
    second.focus();
    await change(aWorklist([anUnread('S', { priority: 'stat' }), anUnread('A'), anUnread('B')], { change: 2 }));
    await waitFor(() => expect(names('Unread ECGs')).toEqual(['S, Ada', 'A, Ada', 'B, Ada']));
    expect(second).toHaveFocus();
    expect(screen.getByText('1 new unread ECG, 1 of them STAT or critical')).toBeInTheDocument();
    expect(screen.getByText(/updates by itself/)).toBeInTheDocument();
  });

  it('that changes the order leaves the focused row its focus', async () => {
    show(aWorklist([anUnread('A'), anUnread('B'), anUnread('C')]));
    const first = screen.getByRole('link', { name: /^A, Ada/ });
    first.focus();
    await change(aWorklist([anUnread('C'), anUnread('B'), anUnread('A')], { change: 2 }));
    await waitFor(() => expect(names('Unread ECGs')).toEqual(['C, Ada', 'B, Ada', 'A, Ada']));
    expect(first).toHaveFocus();
  });

  it('that takes the focused row away gives the focus to the one in its place', async () => {
    show(aWorklist([anUnread('A'), anUnread('B'), anUnread('C')]));
    screen.getByRole('link', { name: /^B, Ada/ }).focus();
    await change(aWorklist([anUnread('A'), anUnread('C')], { change: 2 }));
    await waitFor(() => expect(names('Unread ECGs')).toEqual(['A, Ada', 'C, Ada']));
    expect(screen.getByRole('link', { name: /^C, Ada/ })).toHaveFocus();
  });

  it('is not asked for when the list holds the change already', async () => {
    show(aWorklist([], { change: 5 }));
    await change(aWorklist([], { change: 5 }));
    expect(await screen.findByText(/updates by itself/)).toBeInTheDocument();
    expect(asked).toEqual([]);
  });
});

describe('when updates fail', () => {
  it('what is shown stays and is called old, with the reference', async () => {
    show(aWorklist([anUnread('A')]));
    answer = () => problem(503, 'store_unavailable');
    await userEvent.setup({ delay: null }).click(screen.getByRole('button', { name: 'Refresh' }));
    const bar = await screen.findByRole('alert');
    expect(bar).toHaveTextContent('Not updating since 14:02 CET. What you see may be old. Reference req_7.');
    expect(names('Unread ECGs')).toEqual(['A, Ada']);
    answer = () => Response.json(aWorklist([anUnread('A')]));
    await userEvent.setup({ delay: null }).click(screen.getByRole('button', { name: 'Try now' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('nobody’s list stays on screen once the session has ended', async () => {
    show(aWorklist([anUnread('A')]));
    answer = () => problem(401, 'not_signed_in');
    act(() => void FakeEventSource.newest?.dispatchEvent(new MessageEvent('ended', { data: '{}' })));
    expect(await screen.findByRole('button', { name: 'Sign in' })).toBeInTheDocument();
    expect(screen.queryByText('A, Ada')).toBeNull();
  });
});

describe('the keyboard', () => {
  it('walks unread ECGs, therapy and held ECGs with j and k', async () => {
    show(
      aWorklist([anUnread('A')], {
        therapy: { patients: 1, concerned: 1, complete: true, rows: [aTherapyPatient()] },
        quarantine: { count: { value: 1, more: false }, rows: [aHeld()] },
      }),
    );
    const user = userEvent.setup({ delay: null });
    const focused = async (key: string) => {
      await user.keyboard(key);
      return document.activeElement?.getAttribute('href');
    };
    expect(await focused('j')).toBe('/ecg/A');
    expect(await focused('j')).toBe('/patients/pat_cpap');
    expect(await focused('j')).toBe('/ecg/rec_held');
    expect(await focused('k')).toBe('/patients/pat_cpap');
  });
});
