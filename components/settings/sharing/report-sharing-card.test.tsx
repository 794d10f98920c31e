import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import type { ReportSharing } from '@/lib/reports/contracts';
import { ReportSharingCard } from './report-sharing-card';

afterEach(() => vi.unstubAllGlobals());

const OFF: ReportSharing = { allowed: false, decided_by: null, decided_by_name: null, decided_at: null, revision: 0 };
const ALLOWED: ReportSharing = {
  ...{ allowed: true, decided_by: 'usr_1', decided_by_name: 'Isolde Marchbanks', decided_at: NOW, revision: 1 },
};

function show(initial: ReportSharing) {
  renderThemed(<ReportSharingCard initial={initial} timeZone={TIME_ZONE} />);
  return userEvent.setup();
}

/** Answers every request with this. */
function answer(body: unknown, status = 200) {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (_path: string, init?: RequestInit) => {
    sent.push(init?.body ? JSON.parse(String(init.body)) : null);
    return new Response(JSON.stringify(body), { status });
  });
  return sent;
}

const card = () => screen.getByRole('region', { name: 'Sharing of reports' });

describe('sharing of reports', () => {
  it('is off until somebody allows it, and then says who', async () => {
    const sent = answer(ALLOWED);
    const user = show(OFF);
    expect(card()).toHaveTextContent('Off');
    expect(card()).toHaveTextContent('Nobody has decided yet');
    await user.click(screen.getByRole('button', { name: 'Allow sharing…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Allow sharing of reports by link' });
    expect(dialog).toHaveTextContent('can leave this organisation');
    await user.click(within(dialog).getByRole('button', { name: 'Allow sharing' }));
    expect(await screen.findByText('Isolde Marchbanks, 22 Nov 2026 14:02 CET')).toBeInTheDocument();
    expect(sent).toEqual([{ allowed: true, revision: 0 }]);
    expect(screen.getByRole('button', { name: 'End sharing…' })).toBeInTheDocument();
  });

  it('is ended with what that does said before', async () => {
    const sent = answer({ ...ALLOWED, allowed: false, revision: 2 });
    const user = show(ALLOWED);
    await user.click(screen.getByRole('button', { name: 'End sharing…' }));
    const dialog = await screen.findByRole('dialog', { name: 'End sharing of reports by link' });
    expect(dialog).toHaveTextContent('no link opens');
    await user.click(within(dialog).getByRole('button', { name: 'End sharing' }));
    expect(await within(card()).findByText('Off')).toBeInTheDocument();
    expect(sent).toEqual([{ allowed: false, revision: 1 }]);
  });
});
