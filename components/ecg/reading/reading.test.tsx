import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  aReading,
  aRecording,
  NO_QTC_SETTING,
  NOW,
  READER,
  renderThemed,
  router,
  TIME_ZONE,
} from '@/components/testing/factories';
import type { Recording } from '@/lib/recordings/contracts';
import { ReadPanel } from '../read-panel';

vi.setConfig({ testTimeout: 30_000 });

/** What was asked of the server, and what it answers in turn. */
const sent: { method: string; path: string; body: Record<string, unknown> | null }[] = [];
let answers: Response[] = [];

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const stale = () => json({ code: 'stale_revision', detail: 'Changed meanwhile' }, 409);

beforeEach(() => {
  sent.length = 0;
  answers = [];
  window.sessionStorage.clear();
  window.localStorage.clear();
  vi.stubGlobal(
    'fetch',
    vi.fn(async (path: string, init: RequestInit = {}) => {
      sent.push({ method: init.method ?? 'GET', path, body: init.body ? JSON.parse(String(init.body)) : null });
      return answers.shift() ?? json({}, 500);
    }),
  );
});
afterEach(() => vi.unstubAllGlobals());

const at = '2026-11-22T13:03:00.000Z';
const confirmed = (statement: string, change: Partial<Recording> = {}) =>
  aRecording({
    revision: 2,
    reading: aReading({
      ...{ state: 'confirmed', statement, author: 'Dr R. Halloway', recorded_at: at },
      undo_until: '2026-11-22T13:04:00.000Z',
    }),
    ...change,
  });

function show(change: Partial<Recording> = {}, reader = READER) {
  const recording = aRecording(change);
  renderThemed(
    <ReadPanel recording={recording} now={NOW} timeZone={TIME_ZONE} reading={reader} qtc={NO_QTC_SETTING} />,
  );
  return userEvent.setup();
}

const field = () => screen.getByRole('textbox', { name: 'Reader statement' });

describe('the statement', () => {
  it('is never begun with the words of the device', () => {
    show({ statements: ['Sinus bradycardia'] });
    expect(screen.getByText('Sinus bradycardia')).toBeInTheDocument();
    expect(field()).toHaveValue('');
  });

  it('is written from phrases by keyboard and confirmed by Ctrl and Enter', async () => {
    const user = show();
    answers = [json(confirmed('Sinus rhythm. Normal ECG.'))];
    await user.keyboard('r');
    expect(field()).toHaveFocus();
    await user.keyboard('#sin rh');
    expect(screen.getByRole('option', { name: 'Sinus rhythm' })).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{Enter}#norm{Enter}');
    expect(field()).toHaveValue('Sinus rhythm. Normal ECG. ');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByText(/Confirmed\. It can be taken back/);
    expect(sent).toEqual([
      {
        ...{ method: 'PATCH', path: '/api/ecg/data/rec_1/reading' },
        body: { action: 'confirm', statement: 'Sinus rhythm. Normal ECG.', version: 1, revision: 1 },
      },
    ]);
    expect(router.refresh).toHaveBeenCalled();
  });

  it('takes a phrase into the middle of the words, with the caret behind it before the next key', async () => {
    const user = show();
    await user.keyboard('r');
    await user.keyboard('seen before');
    const text = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Reader statement' });
    await user.type(text, '#norm', { initialSelectionStart: 0, initialSelectionEnd: 0 });
    fireEvent.keyDown(text, { key: 'Enter' });
    expect(text).toHaveValue('Normal ECG. seen before');
    expect(text.selectionStart).toBe('Normal ECG. '.length);
  });

  it('cannot be empty', async () => {
    const user = show();
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    expect(field()).toHaveAccessibleDescription(/Write a statement first/);
    expect(sent).toEqual([]);
  });

  it('stays in the field when somebody was faster, who and what is shown, and goes on from there', async () => {
    const user = show();
    const theirs = confirmed('Atrial flutter', { version: 2, latest_version: 2 });
    answers = [stale(), json(theirs)];
    await user.type(field(), 'My own words');
    await user.click(screen.getByRole('button', { name: 'Confirm' }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(/Nothing was saved; your words are kept/);
    expect(alert).toHaveTextContent(/The device sent version 2; you read version 1/);
    expect(alert).toHaveTextContent(/Dr R\. Halloway made it confirmed/);
    expect(alert).toHaveTextContent('Atrial flutter');
    expect(field()).toHaveValue('My own words');
    expect(screen.getByRole('button', { name: 'Confirm' })).toBeDisabled();
    await user.click(within(alert).getByRole('button', { name: /Go on/ }));
    expect(screen.getByRole('textbox', { name: 'Amended statement' })).toHaveValue('My own words');
  });

  it('stays in the field when the server fails', async () => {
    const user = show();
    answers = [json({ code: 'store_unavailable', detail: 'A store is away.' }, 503)];
    await user.type(field(), 'My own words');
    await user.click(screen.getByRole('button', { name: 'Preliminary' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('A store is away.');
    expect(field()).toHaveValue('My own words');
  });
});

describe('taking back', () => {
  it('by one key brings the state and the words back', async () => {
    const user = show();
    answers = [json(confirmed('Sinus rhythm')), json(aRecording({ revision: 3 }))];
    await user.type(field(), 'Sinus rhythm');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await screen.findByText(/Confirmed\. It can be taken back/);
    await user.keyboard('u');
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ action: 'undo', version: 1, revision: 2 }));
    expect(await screen.findByRole('textbox', { name: 'Reader statement' })).toHaveValue('Sinus rhythm');
    expect(screen.queryByText(/It can be taken back/)).toBeNull();
  });
});

/** As a reload or another page makes it: everything anew but what the tab keeps. */
function reopened(change: Partial<Recording>) {
  cleanup();
  return show(change);
}

async function confirmNow(user: ReturnType<typeof userEvent.setup>, ...more: Response[]) {
  answers = [json(confirmed('Sinus rhythm')), ...more];
  await user.type(field(), 'Sinus rhythm');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByText(/Confirmed\. It can be taken back/);
}

describe('the minute to take a confirmation back', () => {
  it('goes on over a reload', async () => {
    await confirmNow(show());
    const user = reopened(confirmed('Sinus rhythm'));
    answers = [json(aRecording({ revision: 3 }))];
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ action: 'undo', version: 1, revision: 2 }));
    expect(await screen.findByRole('textbox', { name: 'Reader statement' })).toHaveValue('Sinus rhythm');
  });

  it('is over when it is over, reload or not', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    show();
    await confirmNow(userEvent.setup({ advanceTimers: vi.advanceTimersByTime }));
    act(() => void vi.advanceTimersByTime(60_001));
    expect(screen.queryByText(/It can be taken back/)).toBeNull();
    reopened(confirmed('Sinus rhythm'));
    expect(screen.queryByText(/It can be taken back/)).toBeNull();
    vi.useRealTimers();
  });

  it('goes on beside the next ECG, whose own words it leaves alone; the words taken back stand in their field again', async () => {
    await confirmNow(show());
    const user = reopened({ id: 'rec_2' });
    await user.type(field(), 'Of the next');
    expect(screen.getByText(/The ECG before is confirmed\. It can be taken back/)).toBeInTheDocument();
    answers = [json(aRecording({ revision: 3 }))];
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('link', { name: 'Open the ECG before' })).toHaveAttribute('href', '/ecg/rec_1');
    expect(sent.at(-1)).toMatchObject({
      path: '/api/ecg/data/rec_1/reading',
      body: { action: 'undo', version: 1, revision: 2 },
    });
    expect(field()).toHaveValue('Of the next');
    reopened({ revision: 3 });
    expect(field()).toHaveValue('Sinus rhythm');
    reopened({ id: 'rec_3' });
    expect(field()).toHaveValue('');
  });

  it('says beside the next ECG when the server takes nothing back', async () => {
    await confirmNow(show());
    const user = reopened({ id: 'rec_2' });
    answers = [json({ code: 'undo_over', detail: 'The minute is over.' }, 409)];
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The minute is over.');
  });
});

describe('confirming', () => {
  it('opens the next unread ECG for who chose so, by Ctrl and Enter', async () => {
    router.push.mockClear();
    const user = show();
    await user.click(screen.getByRole('checkbox', { name: 'Confirming opens the next unread ECG' }));
    await confirmNow(user, json({ id: 'rec_2' }));
    await waitFor(() => expect(router.push).toHaveBeenCalledWith('/ecg/rec_2'));
    expect(sent.at(-1)?.path).toBe('/api/worklist/next?after=rec_1');
    expect(screen.queryByText(/Your words are not saved/)).toBeNull();
  });

  it('stays where nothing else is unread, and where nobody chose so', async () => {
    router.push.mockClear();
    const user = show();
    await confirmNow(user);
    expect(sent).toHaveLength(1);
    const again = reopened({ id: 'rec_1', revision: 3 });
    await again.click(screen.getByRole('checkbox', { name: 'Confirming opens the next unread ECG' }));
    answers = [json(confirmed('Sinus rhythm', { revision: 4 })), json({ id: null })];
    await again.type(field(), 'Sinus rhythm');
    await again.keyboard('{Control>}{Enter}{/Control}');
    expect(await screen.findByText('Nothing else is unread.')).toBeInTheDocument();
    expect(router.push).not.toHaveBeenCalled();
  });
});

describe('an amendment', () => {
  it('begins with the words that stand and needs a reason', async () => {
    const user = show(confirmed('Sinus rhythm'));
    await user.click(screen.getByRole('button', { name: 'Amend…' }));
    const amended = screen.getByRole('textbox', { name: 'Amended statement' });
    expect(amended).toHaveValue('Sinus rhythm');
    expect(screen.getByRole('button', { name: 'Amend' })).toBeDisabled();
    await user.type(amended, ' with PVCs');
    await user.type(screen.getByRole('textbox', { name: /Reason for the amendment/ }), 'second look');
    answers = [json(confirmed('Sinus rhythm with PVCs', { revision: 3 }))];
    await user.click(screen.getByRole('button', { name: 'Amend' }));
    await waitFor(() =>
      expect(sent.at(-1)?.body).toEqual({
        ...{ action: 'amend', statement: 'Sinus rhythm with PVCs', reason: 'second look' },
        ...{ version: 1, revision: 2 },
      }),
    );
  });
});

describe('who may not', () => {
  it('confirm still saves a preliminary statement, and is told so', () => {
    show({}, { ...READER, rights: { write: true, confirm: false } });
    expect(screen.getByRole('button', { name: 'Preliminary' })).toBeEnabled();
    expect(screen.queryByRole('button', { name: 'Confirm' })).toBeNull();
    expect(screen.getByText(/Your role may not confirm/)).toBeInTheDocument();
  });

  it.each([
    ['write', {}, { write: false, confirm: false }, /may see readings, not write/],
    ['read what is held', { status: 'quarantined', patient_ref: null }, READER.rights, /a person decides first/],
    ['read an older version', { latest_version: 2 }, READER.rights, /older version is read no more/],
  ] as const)('%s sees why, and no field', (_what, change, rights, reason) => {
    show(change, { ...READER, rights });
    expect(screen.getByText(reason)).toBeInTheDocument();
    expect(screen.queryByRole('textbox')).toBeNull();
  });
});

describe('the record', () => {
  it('names what was confirmed on the version before, and that a repeat is asked for', () => {
    const earlier = { state: 'confirmed', version: 1, author: 'Dr R. Halloway', recorded_at: at } as const;
    show({
      ...{ version: 2, latest_version: 2, reading: aReading({ version: 2, earlier }) },
      repeat_request: { reason: 'V3 is off', author: 'T. Quickly', recorded_at: at },
    });
    expect(screen.getByText('Confirmed on v1')).toBeInTheDocument();
    expect(screen.getByText(/V3 is off/)).toBeInTheDocument();
  });
});

describe('the next unread one', () => {
  it('opens by one key; unsaved words are asked about first', async () => {
    const user = show();
    await user.type(field(), 'Not saved');
    await user.keyboard('{Escape}N');
    expect(await screen.findByText(/Your words are not saved/)).toBeInTheDocument();
    expect(sent).toEqual([]);
    answers = [json({ id: 'rec_2' })];
    await user.keyboard('N');
    await waitFor(() => expect(router.push).toHaveBeenCalledWith('/ecg/rec_2'));
    expect(sent[0]?.path).toBe('/api/worklist/next?after=rec_1');
  });
});
