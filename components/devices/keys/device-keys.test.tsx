import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aDevice, anApiKey } from '@/components/testing/devices';
import { NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import type { ApiKey } from '@/lib/devices/contracts';
import { DeviceKeys } from './device-keys';

// many queries by role through tables and dialogs: jsdom takes its time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

const SECRET = `nb_4hqz0000_${'s'.repeat(32)}`;

/** A server that issues one key and answers lists with what it has. */
function aServer(keys: ApiKey[]) {
  const asked: { method: string; path: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    const method = init.method ?? 'GET';
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    asked.push({ method, path, body });
    if (method === 'GET') return Response.json({ data: keys, next_cursor: null });
    if (path.endsWith('/revoke')) return Response.json(anApiKey({ revoked_at: '2026-11-22T13:02:00.000Z' }));
    return Response.json({ ...anApiKey({ id: 'key_2', prefix: '4hqz0000' }), key: SECRET }, { status: 201 });
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

const show = (keys: ApiKey[]) => {
  const asked = aServer(keys);
  renderThemed(<DeviceKeys device={aDevice()} initial={keys} readAt={NOW} timeZone={TIME_ZONE} />);
  return { asked, user: userEvent.setup() };
};
const button = (name: string | RegExp) => screen.getByRole('button', { name });

describe('the keys of a device', () => {
  it('are issued for this device and shown once: gone for good when the panel is closed', async () => {
    const { asked, user } = show([]);
    await user.click(button('Issue key'));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Issue key' }));
    const field = await screen.findByLabelText('New API key');
    expect(field).toHaveValue(SECRET);
    expect(asked.find(({ method }) => method === 'POST')?.body).toMatchObject({
      device_id: 'BPAP-6043',
      scopes: ['ingest:therapy'],
    });
    expect(button('Copy')).toHaveFocus();
    const panel = screen.getByRole('region', { name: 'New key, shown once' });
    expect(within(panel).getByRole('button', { name: 'Close' })).toBeDisabled();
    await user.click(screen.getByRole('checkbox', { name: /I have stored it/ }));
    await user.click(within(panel).getByRole('button', { name: 'Close' }));
    expect(document.body.innerHTML).not.toContain(SECRET);
    expect(window.location.href).not.toContain('4hqz');
  });

  it('are rotated with a chosen overlap', async () => {
    const { asked, user } = show([anApiKey()]);
    await user.click(button('Rotate nb_9clm0000'));
    await user.selectOptions(await screen.findByLabelText(/works on for/), '24');
    await user.click(button('Rotate'));
    await screen.findByLabelText('New API key');
    expect(asked.find(({ method }) => method === 'POST')).toEqual({
      method: 'POST',
      path: '/api/keys/key_1/rotate',
      body: { overlap_hours: 24 },
    });
  });

  it('are revoked only by typing the prefix', async () => {
    const { asked, user } = show([anApiKey()]);
    await user.click(button('Revoke nb_9clm0000'));
    const confirm = await screen.findByRole('button', { name: 'Revoke key' });
    expect(confirm).toBeDisabled();
    await user.type(screen.getByLabelText(/Prefix of the key/), 'nb_9clm');
    expect(confirm).toBeDisabled();
    await user.type(screen.getByLabelText(/Prefix of the key/), '0000');
    await user.click(confirm);
    await waitFor(() => expect(asked.some(({ path }) => path === '/api/keys/key_1/revoke')).toBe(true));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('say what they are good for; what no longer works has no actions', () => {
    const old = '2020-01-01T00:00:00.000Z';
    const far = '2999-01-01T00:00:00.000Z';
    show([
      anApiKey({ id: 'key_a', prefix: 'aaaaaaaa', replaced_by: 'key_b', expires_at: far }),
      anApiKey({ id: 'key_b', prefix: 'bbbbbbbb', expires_at: far, last_used_at: null }),
      anApiKey({ id: 'key_c', prefix: 'cccccccc', revoked_at: old }),
      anApiKey({ id: 'key_d', prefix: 'dddddddd', expires_at: old }),
      anApiKey({ id: 'key_e', prefix: 'eeeeeeee', device_id: null, site: 'Harbour', expires_at: null }),
    ]);
    const row = (prefix: string) => screen.getByRole('row', { name: new RegExp(`^nb_${prefix}`) });
    expect(row('aaaaaaaa')).toHaveTextContent(/replaced by nb_bbbbbbbb.*Overlap/);
    expect(row('bbbbbbbb')).toHaveTextContent('New');
    expect(row('cccccccc')).toHaveTextContent('Revoked');
    expect(row('dddddddd')).toHaveTextContent('Expired');
    expect(row('eeeeeeee')).toHaveTextContent('all of Harbour');
    const actions = (prefix: string) =>
      within(row(prefix))
        .queryAllByRole('button')
        .map(({ textContent }) => textContent);
    expect(['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd'].map(actions)).toEqual([
      ['Revoke'],
      ['Rotate', 'Revoke'],
      [],
      [],
    ]);
  });
});
