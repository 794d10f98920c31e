import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
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
const REPORTS = '/api/patients/pat_1/reports?limit=50';
const LINKS = '/api/patients/pat_1/report-links?limit=50';

interface Shown {
  sharing: { allowed: boolean; links: ReportLink[] } | null;
  reports?: JointReport[];
  /** Of both lists: where the page that came with the portal's ended. */
  next_cursor?: string | null;
  /** What the lists answer, by path and query. */
  lists?: Record<string, () => Response>;
  /** The report that is made; refused where there is none. */
  made?: JointReport;
}

function show({ sharing, reports = [aReport()], next_cursor = null, lists = {}, made }: Shown) {
  const asked: { path: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    asked.push({ path, body: typeof init.body === 'string' ? JSON.parse(init.body) : null });
    const list = init.method === undefined ? lists[path] : undefined;
    if (list) return list();
    if (path.endsWith('/links')) return Response.json({ ...aLink(), address: '/shared#org_1.token', code: CODE });
    if (path.endsWith('/revoke')) return Response.json(aLink({ state: 'revoked' }));
    if (made && init.method === 'POST') return Response.json(made, { status: 201 });
    const problem = { code: 'nothing_to_report', detail: 'The patient has neither a night nor an ECG in this range.' };
    return Response.json(problem, { status: 422 });
  });
  renderThemed(
    <ReportsView
      patientRef="pat_1"
      reports={{ data: reports, next_cursor }}
      sharing={sharing && { allowed: sharing.allowed, links: { data: sharing.links, next_cursor } }}
      readAt={NOW}
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
    const { asked, user } = show({ sharing: null, reports: [] });
    expect(screen.getByText('No report yet')).toBeInTheDocument();
    await user.click(button('30 nights'));
    await user.click(button('Make report'));
    expect(await screen.findByRole('alert')).toHaveTextContent('neither a night nor an ECG');
    expect(asked).toEqual([{ path: '/api/patients/pat_1/reports', body: { from: '2026-10-23', to: '2026-11-21' } }]);
  });

  it('say what they hold; one that was withdrawn is neither shown nor shared', () => {
    const withdrawn = aReport({ id: 'rep_2', from: '2026-09-01', to: '2026-09-30', withdrawn_at: NOW });
    show({ sharing: { allowed: true, links: [] }, reports: [aReport(), withdrawn] });
    const [, first, second] = screen.getAllByRole('row');
    expect(first).toHaveTextContent(
      /1 Oct 2026 to 31 Oct 2026.*30 nights, 4 ECGs, 1 unconfirmed.*Dr Example, ab12cd34/,
    );
    expect(within(second as HTMLElement).queryAllByRole('button')).toEqual([]);
    expect(second).toHaveTextContent('Withdrawn');
  });

  it('are shared by who may, with link and code shown once', async () => {
    const { asked, user } = show({
      sharing: { allowed: true, links: [] },
      lists: { [LINKS]: () => Response.json({ data: [aLink()], next_cursor: null }) },
    });
    await user.click(button(/^Share the report/));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('button', { name: 'Make link' })).toBeDisabled();
    await user.type(within(dialog).getByLabelText(/^Recipient/), 'Practice Dr Other');
    await user.type(within(dialog).getByLabelText(/^Purpose/), 'Follow-up');
    await user.click(within(dialog).getByRole('button', { name: 'Make link' }));
    expect(await screen.findByLabelText('Code')).toHaveValue(CODE);
    expect(screen.getByLabelText('Link')).toHaveValue(`${window.location.origin}/shared#org_1.token`);
    expect(await screen.findByRole('row', { name: /^Practice Dr Other/ })).toBeInTheDocument();
    expect(asked[0]).toEqual({
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
    const { user } = show({ sharing: { allowed: false, links: [] } });
    await user.click(button(/^Share the report/));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Sharing by link is off in this organisation');
    expect(within(dialog).queryByRole('button', { name: 'Make link' })).toBeNull();
  });

  it('say who was given one; a live link is revoked there', async () => {
    const locked_one = aLink({ id: 'lnk_2', state: 'locked' });
    const { asked, user } = show({
      sharing: { allowed: true, links: [aLink(), locked_one] },
      lists: { [LINKS]: () => Response.json({ data: [aLink({ state: 'revoked' }), locked_one], next_cursor: null }) },
    });
    const [live, locked] = screen.getAllByRole('row', { name: /^Practice Dr Other/ });
    expect(live).toHaveTextContent(/Follow-up.*2 of 10, 1 wrong code.*Live/);
    expect(within(locked as HTMLElement).queryByRole('button')).toBeNull();
    await user.click(button('Revoke the link for Practice Dr Other'));
    expect(await screen.findByText('Revoked')).toBeInTheDocument();
    expect(asked.map(({ path }) => path)).toEqual(['/api/report-links/lnk_1/revoke', LINKS]);
  });

  it('show no links and no sharing to who may not share', () => {
    show({ sharing: null });
    expect(screen.queryByRole('button', { name: /^Share/ })).toBeNull();
    expect(screen.queryByRole('region', { name: 'Links' })).toBeNull();
  });
});

describe('more reports than a page holds', () => {
  const answer = (data: unknown[], next_cursor: string | null) => () => Response.json({ data, next_cursor });
  const report = (id: string, day: string) => aReport({ id, from: `2026-10-${day}`, to: `2026-10-${day}` });
  const days = () =>
    within(screen.getByRole('table', { name: 'Reports, newest first' }))
      .getAllByRole('rowheader')
      .map((cell) => cell.textContent?.slice(0, 2));

  it('are shown page after page, reports and links apart, until there are no others', async () => {
    const { asked, user } = show({
      ...{ sharing: { allowed: true, links: [aLink()] }, reports: [report('rep_9', '30')], next_cursor: 'cur_1' },
      lists: {
        [`${REPORTS}&cursor=cur_1`]: answer([report('rep_8', '29')], 'cur_2'),
        [`${REPORTS}&cursor=cur_2`]: answer([report('rep_7', '28')], null),
        [`${LINKS}&cursor=cur_1`]: answer([aLink({ id: 'lnk_0', recipient: 'Clinic of the Coast' })], null),
      },
    });
    const made = screen.getByRole('region', { name: 'Reports made' });
    expect(within(made).getByRole('status')).toHaveTextContent('The first 1 reports are shown; others follow.');
    await user.click(button('Show more reports'));
    expect(await within(made).findByText(/^29 Oct 2026 to/)).toBeInTheDocument();
    await user.click(button('Show more reports'));
    expect(await within(made).findByText(/^28 Oct 2026 to/)).toBeInTheDocument();
    expect(days()).toEqual(['30', '29', '28']);
    expect(within(made).queryByRole('button', { name: /^Show more/ })).toBeNull();
    await user.click(button('Show more links'));
    expect(await screen.findByRole('row', { name: /^Clinic of the Coast/ })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Show more/ })).toBeNull();
    expect(asked).toHaveLength(3);
  });

  it('are read anew from the first one on when another is made: none twice, none lost', async () => {
    const { user } = show({
      ...{ sharing: null, reports: [report('rep_9', '30')], next_cursor: 'cur_9' },
      lists: {
        [`${REPORTS}&cursor=cur_9`]: answer([report('rep_8', '29')], null),
        // the new one comes first, and what was the end of the first page is on the second
        [REPORTS]: answer([report('rep_A', '31')], 'cur_A'),
        [`${REPORTS}&cursor=cur_A`]: answer([report('rep_9', '30')], 'cur_9'),
      },
      made: report('rep_A', '31'),
    });
    await user.click(button('Show more reports'));
    await screen.findByText(/^29 Oct 2026 to/);
    await user.click(button('Make report'));
    await screen.findByText(/^31 Oct 2026 to/);
    expect(days()).toEqual(['31', '30']);
    await user.click(button('Show more reports'));
    await screen.findByText(/^29 Oct 2026 to/);
    expect(days()).toEqual(['31', '30', '29']);
  });

  it('that could not be read are asked for again, and those shown stay', async () => {
    const lists: Record<string, () => Response> = {
      [`${REPORTS}&cursor=cur_9`]: () =>
        Response.json({ code: 'store_unavailable', detail: 'The store is away.' }, { status: 503 }),
    };
    const { user } = show({ sharing: null, reports: [report('rep_9', '30')], next_cursor: 'cur_9', lists });
    await user.click(button('Show more reports'));
    expect(await screen.findByRole('alert')).toHaveTextContent('The reports could not be read. The store is away.');
    expect(days()).toEqual(['30']);
    lists[`${REPORTS}&cursor=cur_9`] = answer([report('rep_8', '29')], null);
    await user.click(button('Show more reports'));
    expect(await screen.findByText(/^29 Oct 2026 to/)).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
