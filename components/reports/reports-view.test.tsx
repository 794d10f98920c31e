import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NOW, renderThemed, router, TIME_ZONE } from '@/components/testing/factories';
import type { JointReport } from '@/lib/reports/contracts';
import type { ReportLink } from '@/lib/reports/link-contracts';
import { ReportsView } from './reports-view';

// many queries by role through tables and dialogs: jsdom takes its time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

const aReport = (change: Partial<JointReport> = {}): JointReport => ({
  ...{ id: 'rep_1', patient_ref: 'pat_1', from: '2026-10-01', to: '2026-10-31', made_at: NOW, author: 'Dr Example' },
  ...{ night_count: 30, ecg_count: 4, unconfirmed_count: 1, withdrawn_at: null },
  ...{ inputs_sha256: 'ab12cd34'.repeat(8), pdf_sha256: 'ef'.repeat(32) },
  ...change,
});

const aLink = (change: Partial<ReportLink> = {}): ReportLink => ({
  ...{ id: 'lnk_1', report_id: 'rep_1', recipient: 'Practice Dr Other', purpose: 'Follow-up', author: 'Dr Example' },
  ...{ created_at: NOW, expires_at: NOW, max_opens: 10, opens: 2, wrong_tries: 1, last_opened_at: NOW, state: 'live' },
  ...change,
});

const CODE = 'ABCD-EFGH';

function show(sharing: { allowed: boolean; links: ReportLink[] } | null, reports = [aReport()]) {
  const asked: { path: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    asked.push({ path, body: typeof init.body === 'string' ? JSON.parse(init.body) : null });
    if (path.endsWith('/links')) return Response.json({ ...aLink(), address: '/shared#org_1.token', code: CODE });
    if (path.endsWith('/revoke')) return Response.json(aLink({ state: 'revoked' }));
    const problem = { code: 'nothing_to_report', detail: 'The patient has neither a night nor an ECG in this range.' };
    return Response.json(problem, { status: 422 });
  });
  renderThemed(
    <ReportsView
      patientRef="pat_1"
      reports={{ data: reports, next_cursor: null }}
      sharing={sharing}
      today="2026-11-22"
      timeZone={TIME_ZONE}
    />,
  );
  return { asked, user: userEvent.setup() };
}

afterEach(() => vi.unstubAllGlobals());
const button = (name: string | RegExp) => screen.getByRole('button', { name });

describe('the reports of a patient', () => {
  it('are asked for by dates that are over, and a refusal is told', async () => {
    const { asked, user } = show(null, []);
    expect(screen.getByText('No report yet')).toBeInTheDocument();
    await user.click(button('30 nights'));
    await user.click(button('Make report'));
    expect(await screen.findByRole('alert')).toHaveTextContent('neither a night nor an ECG');
    expect(asked).toEqual([{ path: '/api/patients/pat_1/reports', body: { from: '2026-10-23', to: '2026-11-21' } }]);
  });

  it('say what they hold; one that was withdrawn is neither shown nor shared', () => {
    const withdrawn = aReport({ id: 'rep_2', from: '2026-09-01', to: '2026-09-30', withdrawn_at: NOW });
    show({ allowed: true, links: [] }, [aReport(), withdrawn]);
    const [, first, second] = screen.getAllByRole('row');
    expect(first).toHaveTextContent(
      /1 Oct 2026 to 31 Oct 2026.*30 nights, 4 ECGs, 1 unconfirmed.*Dr Example, ab12cd34/,
    );
    expect(within(second as HTMLElement).queryAllByRole('button')).toEqual([]);
    expect(second).toHaveTextContent('Withdrawn');
  });

  it('are shared by who may, with link and code shown once', async () => {
    const { asked, user } = show({ allowed: true, links: [] });
    await user.click(button(/^Share the report/));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('button', { name: 'Make link' })).toBeDisabled();
    await user.type(within(dialog).getByLabelText(/^Recipient/), 'Practice Dr Other');
    await user.type(within(dialog).getByLabelText(/^Purpose/), 'Follow-up');
    await user.click(within(dialog).getByRole('button', { name: 'Make link' }));
    expect(await screen.findByLabelText('Code')).toHaveValue(CODE);
    expect(screen.getByLabelText('Link')).toHaveValue(`${window.location.origin}/shared#org_1.token`);
    expect(asked.at(-1)).toEqual({
      path: '/api/reports/rep_1/links',
      body: { recipient: 'Practice Dr Other', purpose: 'Follow-up', days: 7, max_opens: 10 },
    });
    const panel = screen.getByRole('region', { name: 'New link, shown once' });
    expect(within(panel).getByRole('button', { name: 'Close' })).toBeDisabled();
    await user.click(screen.getByRole('checkbox', { name: /I have noted both/ }));
    await user.click(within(panel).getByRole('button', { name: 'Close' }));
    expect(document.body.innerHTML).not.toContain(CODE);
  });

  it('are not shared where it is off, and by nobody who may not', async () => {
    const { user } = show({ allowed: false, links: [] });
    await user.click(button(/^Share the report/));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Sharing by link is off in this organisation');
    expect(within(dialog).queryByRole('button', { name: 'Make link' })).toBeNull();
  });

  it('say who was given one; a live link is revoked there', async () => {
    const { asked, user } = show({ allowed: true, links: [aLink(), aLink({ id: 'lnk_2', state: 'locked' })] });
    const [live, locked] = screen.getAllByRole('row', { name: /^Practice Dr Other/ });
    expect(live).toHaveTextContent(/Follow-up.*2 of 10, 1 wrong code.*Live/);
    expect(within(locked as HTMLElement).queryByRole('button')).toBeNull();
    router.refresh.mockClear();
    await user.click(button('Revoke the link for Practice Dr Other'));
    await waitFor(() => expect(router.refresh).toHaveBeenCalled());
    expect(asked.at(-1)?.path).toBe('/api/report-links/lnk_1/revoke');
  });

  it('show no links and no sharing to who may not share', () => {
    show(null);
    expect(screen.queryByRole('button', { name: /^Share/ })).toBeNull();
    expect(screen.queryByRole('region', { name: 'Links' })).toBeNull();
  });
});
