import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderThemed } from '@/components/testing/factories';
import { DEFAULT_PHRASES } from '@/lib/ecg/domain/reading/phrases';
import { PhraseEditor } from './phrase-editor';

vi.setConfig({ testTimeout: 20_000 });
afterEach(() => vi.unstubAllGlobals());

const THREE = ['Normal ECG', 'Sinus rhythm', 'Atrial flutter'];

function show(phrases: string[] = THREE) {
  renderThemed(<PhraseEditor initial={{ phrases, revision: 4 }} />);
  return userEvent.setup();
}

const fields = () => screen.queryAllByRole<HTMLInputElement>('textbox', { name: /^Phrase \d+ of \d+$/ });
const phrases = () => fields().map(({ value }) => value);
const save = () => screen.getByRole('button', { name: 'Save' });

/** Answers requests in turn and keeps what was sent. */
function server(...answers: { status?: number; body: unknown }[]) {
  const sent: { method: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    sent.push({ method: init.method ?? 'GET', body: typeof init.body === 'string' ? JSON.parse(init.body) : null });
    const { status = 200, body } = answers[sent.length - 1] ?? { status: 500, body: {} };
    return new Response(JSON.stringify(body), { status });
  });
  return sent;
}

describe('the phrases of the department', () => {
  it('are added, put into other words, removed and saved on the revision that was read', async () => {
    const after = { phrases: ['Paced', 'Normal ECG', 'Typical atrial flutter'], revision: 5 };
    const sent = server({ body: after });
    const user = show();
    expect(save()).toBeDisabled();
    await user.type(screen.getByRole('textbox', { name: 'New phrase' }), ' Paced {Enter}');
    expect(screen.getByRole('textbox', { name: 'New phrase' })).toHaveValue('');
    const flutter = fields()[3];
    if (!flutter) throw new Error('no fourth phrase');
    await user.clear(flutter);
    await user.type(flutter, 'Typical atrial flutter');
    await user.click(screen.getByRole('button', { name: 'Remove: Sinus rhythm' }));
    expect(fields()[2]).toHaveFocus();
    expect(screen.getByText(/not saved yet/)).toBeInTheDocument();
    await user.click(save());
    expect(await screen.findByText(/^Saved\./)).toBeInTheDocument();
    expect(sent).toEqual([{ method: 'PUT', body: { phrases: after.phrases, revision: 4 } }]);
    expect(save()).toBeDisabled();
  });

  it('are ordered by keys and by buttons, which keep the focus', async () => {
    const user = show();
    await user.click(screen.getByRole('textbox', { name: 'Phrase 3 of 3' }));
    await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
    expect(phrases()).toEqual(['Normal ECG', 'Atrial flutter', 'Sinus rhythm']);
    expect(fields()[1]).toHaveFocus();
    await user.keyboard('{Alt>}{Shift>}{ArrowUp}{/Shift}{/Alt}');
    expect(phrases()[0]).toBe('Atrial flutter');
    expect(screen.getByText('Atrial flutter: now 1 of 3.')).toBeInTheDocument();
    const down = screen.getByRole('button', { name: 'Move down: Atrial flutter' });
    await user.click(down);
    await user.keyboard('{Enter}{Enter}');
    expect(phrases()).toEqual(['Normal ECG', 'Sinus rhythm', 'Atrial flutter']);
    expect(screen.getByRole('button', { name: 'Move down: Atrial flutter' })).toHaveFocus();
    expect(screen.getByRole('button', { name: 'Move down: Atrial flutter' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('are not saved while one is empty or there twice', async () => {
    const user = show();
    await user.type(screen.getByRole('textbox', { name: 'New phrase' }), 'sinus RHYTHM{Enter}');
    expect(fields()[2]).toHaveAccessibleDescription('This phrase is in the list already.');
    expect(save()).toBeDisabled();
    await user.clear(screen.getByRole('textbox', { name: 'Phrase 3 of 4' }));
    expect(fields()[2]).toHaveAccessibleDescription('Write the phrase, or remove it.');
    expect(save()).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Discard changes' }));
    expect(phrases()).toEqual(THREE);
  });

  it('keep what was typed when somebody else was faster, and take theirs in', async () => {
    const stale = { code: 'stale_revision', detail: 'Changed meanwhile.' };
    const theirs = { phrases: ['Normal ECG', 'Atrial flutter', 'Theirs'], revision: 5 };
    const merged = ['Mine', 'Normal ECG', 'Atrial flutter', 'Theirs'];
    const sent = server({ status: 409, body: stale }, { body: theirs }, { body: { phrases: merged, revision: 6 } });
    const user = show();
    await user.type(screen.getByRole('textbox', { name: 'New phrase' }), 'Mine{Enter}');
    await user.click(save());
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('They added: Theirs');
    expect(alert).toHaveTextContent('They removed: Sinus rhythm');
    expect(phrases()).toEqual(['Mine', ...THREE]);
    expect(save()).toBeDisabled();
    await user.click(within(alert).getByRole('button', { name: 'Take theirs into my list' }));
    expect(phrases()).toEqual(merged);
    await user.click(save());
    expect(await screen.findByText(/^Saved\./)).toBeInTheDocument();
    expect(sent[2]).toEqual({ method: 'PUT', body: { phrases: merged, revision: 5 } });
  });

  it('stay in their fields when nothing answers', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    const user = show();
    await user.click(screen.getByRole('button', { name: 'Remove: Normal ECG' }));
    await user.click(save());
    expect(await screen.findByRole('alert')).toHaveTextContent('it is not known whether this was saved');
    expect(phrases()).toEqual(['Sinus rhythm', 'Atrial flutter']);
    expect(save()).toBeEnabled();
  });

  it('are narrowed by their words, then without places to move to', async () => {
    const user = show();
    await user.type(screen.getByRole('searchbox', { name: 'Narrow the list' }), 'sinus');
    expect(phrases()).toEqual(['Sinus rhythm']);
    expect(screen.queryByRole('button', { name: /^Move/ })).not.toBeInTheDocument();
    await user.type(screen.getByRole('searchbox', { name: 'Narrow the list' }), 'zz');
    expect(screen.getByRole('heading', { name: 'No phrase fits' })).toBeInTheDocument();
  });

  it('can be the usual ones again', async () => {
    const user = show([]);
    expect(screen.getByRole('heading', { name: 'No phrases' })).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Use the usual phrases' }));
    expect(phrases()).toEqual(DEFAULT_PHRASES);
    expect(save()).toBeEnabled();
  });
});
