import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderThemed, router } from '@/components/testing/factories';
import type { Night } from '@/lib/therapy/contracts';
import { aNight, aNightValues } from '../night.fixture';
import { NightViewer } from '../night-viewer';

vi.setConfig({ testTimeout: 20_000 });

let sent: { path: string; body: unknown }[] = [];
let answer: () => Response = () => Response.json(aNight());
let stub: { mockRestore: () => void };

beforeEach(() => {
  sent = [];
  answer = () => Response.json(aNight());
  stub = vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    if (init?.method !== 'PUT') return Response.json({ code: 'not_found', detail: 'Nothing here.' }, { status: 404 });
    sent.push({ path, body: JSON.parse(String(init.body)) });
    return answer();
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  stub.mockRestore();
});

async function show(change: Partial<Night> = {}, mayExclude = true) {
  await act(async () => {
    renderThemed(
      <NightViewer
        ecgs={[]}
        mayAlign={false}
        night={aNight(change)}
        records={[]}
        previousId={null}
        nextId={null}
        mayExclude={mayExclude}
      />,
    );
  });
}

const click = (name: string | RegExp) => act(async () => fireEvent.click(screen.getByRole('button', { name })));
const sessions = () => within(screen.getByRole('region', { name: 'Sessions' }));
const note = { reason: 'Mask test', author: 'Ada Example', excluded_at: '2026-10-29T08:00:00.000Z' };
const [FIRST, SECOND] = aNight().sessions;
if (!FIRST || !SECOND) throw new Error('the fixture has two sessions');

describe('excluding', () => {
  it('takes a session with a reason, by the night as it was read', async () => {
    await show();
    await click('Exclude session 22:00 to 01:00');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('button', { name: 'Exclude' })).toBeDisabled();
    fireEvent.click(dialog.getByRole('button', { name: 'Mask test' }));
    await act(async () => fireEvent.click(dialog.getByRole('button', { name: 'Exclude' })));
    expect(sent).toEqual([
      {
        path: '/api/nights/ngt_1/exclusion',
        body: {
          ...{ excluded: true, reason: 'Mask test', change: 3 },
          session: { record_id: 'rec_1', start: '2026-10-27T21:00:00.000Z' },
        },
      },
    ]);
    expect(router.refresh).toHaveBeenCalledOnce();
  });

  it('keeps the reason when the night has changed meanwhile', async () => {
    answer = () => Response.json({ code: 'stale_revision', detail: 'Somebody changed this.' }, { status: 409 });
    await show();
    await click('Exclude night');
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.change(dialog.getByRole('textbox', { name: 'Reason' }), { target: { value: 'Borrowed device' } });
    await act(async () => fireEvent.click(dialog.getByRole('button', { name: 'Exclude' })));
    expect(dialog.getByRole('alert')).toHaveTextContent('what you typed is kept');
    expect(dialog.getByRole('textbox', { name: 'Reason' })).toHaveValue('Borrowed device');
  });

  it('is not offered to those who may not', async () => {
    await show({}, false);
    expect(screen.queryByRole('button', { name: /^Exclude/ })).not.toBeInTheDocument();
  });
});

describe('what is excluded', () => {
  it('is struck, with its reason, and left out of the count', async () => {
    await show({ sessions: [{ ...FIRST, excluded: true, exclusion: note }, SECOND] });
    expect(screen.getByText(/1 of 2 sessions excluded from every figure/)).toBeInTheDocument();
    expect(sessions().getByText('22:00 to 01:00').tagName).toBe('S');
    expect(sessions().getByText('01:30 to 05:30').tagName).not.toBe('S');
    expect(sessions().getByText('Excluded: Mask test, Ada Example')).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'Facts of the night' })).toHaveTextContent('1 session, 1 excluded');
    expect(sessions().getByRole('button', { name: 'Take back session 22:00 to 01:00' })).toBeInTheDocument();
  });

  it('leaves a night without figures, and says why in place of each', async () => {
    const out = [FIRST, SECOND].map((session) => ({ ...session, excluded: true, exclusion: note }));
    const whole = { usage_minutes: 420, device_usage_minutes: 421 };
    await show({
      ...aNightValues(),
      ...{ sessions: out, excluded: true, exclusion: note, with_excluded: whole, device_reported: null, devices: [] },
    });
    expect(screen.getByText(/excluded from every figure: Mask test, Ada Example/)).toBeInTheDocument();
    const facts = screen.getByRole('region', { name: 'Facts of the night' });
    expect(facts).toHaveTextContent('Usage– not computed: excluded0 sessions, 2 excluded');
    expect(facts).not.toHaveTextContent('7.0');
    expect(screen.getByRole('button', { name: 'Take back night' })).toBeInTheDocument();
  });
});
