import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import type { ComputedValues } from '@/lib/computed-values/contracts';
import { ComputedValuesCard } from './computed-values-card';

vi.setConfig({ testTimeout: 20_000 });
afterEach(() => vi.unstubAllGlobals());

const ALGORITHM = { name: 'nightbeat-measure', version: '1.4.0' };

const UNDECIDED: ComputedValues = {
  shown: false,
  algorithm: ALGORITHM.name,
  version: ALGORITHM.version,
  decided_by: null,
  decided_by_name: null,
  decided_at: null,
  revision: 0,
};
const SIGNED_OFF: ComputedValues = {
  ...UNDECIDED,
  shown: true,
  decided_by: 'usr_1',
  decided_by_name: 'Isolde Marchbanks',
  decided_at: NOW,
  revision: 1,
};

function show(initial: ComputedValues) {
  renderThemed(
    <ComputedValuesCard initial={initial} algorithm={ALGORITHM} userName="Isolde Marchbanks" timeZone={TIME_ZONE} />,
  );
  return userEvent.setup();
}

const card = () => screen.getByRole('region', { name: 'Computed values' });

describe('the sign-off of computed values', () => {
  it('is given by name, for the version that runs', async () => {
    const sent: unknown[] = [];
    vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
      sent.push(JSON.parse(String(init.body)));
      return new Response(JSON.stringify(SIGNED_OFF));
    });
    const user = show(UNDECIDED);
    expect(card()).toHaveTextContent('Off');
    expect(card()).toHaveTextContent('Nobody has decided yet');
    expect(screen.queryByRole('button', { name: 'Turn off…' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Sign off version 1.4.0…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Sign off computed values' });
    const sign = within(dialog).getByRole('button', { name: 'Sign off' });
    await user.type(within(dialog).getByRole('textbox', { name: 'Your name' }), 'Somebody Else');
    expect(sign).toBeDisabled();
    await user.clear(within(dialog).getByRole('textbox', { name: 'Your name' }));
    await user.type(within(dialog).getByRole('textbox', { name: 'Your name' }), 'isolde marchbanks{Enter}');
    expect(await screen.findByText('Isolde Marchbanks, 22 Nov 2026 14:02 CET')).toBeInTheDocument();
    expect(sent).toEqual([{ shown: true, version: '1.4.0', revision: 0 }]);
    expect(screen.getByRole('button', { name: 'Turn off…' })).toBeInTheDocument();
  });

  it('of an earlier version shows nothing, and says so', () => {
    show({ ...SIGNED_OFF, version: '1.3.0' });
    expect(card()).toHaveTextContent('Version 1.3.0 was signed off; the program computes by version 1.4.0.');
    expect(card()).toHaveTextContent('Off: new version');
    expect(screen.getByRole('button', { name: 'Sign off version 1.4.0…' })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Turn off…' })).toBeInTheDocument();
  });

  it('tells that the demonstration needs none, and a name that was not kept', () => {
    show({ ...UNDECIDED, shown: true });
    expect(card()).toHaveTextContent('on by itself in the demonstration');
  });

  it('is taken back with what that means, and not over the head of somebody who was faster', async () => {
    const off = { ...SIGNED_OFF, shown: false, decided_by_name: null, revision: 7 };
    const answers = [
      new Response(JSON.stringify({ code: 'stale_revision', detail: 'Changed.' }), { status: 409 }),
      new Response(JSON.stringify({ ...SIGNED_OFF, revision: 6 })),
      new Response(JSON.stringify(off)),
    ];
    const sent: unknown[] = [];
    vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
      if (init.method === 'PUT') sent.push(JSON.parse(String(init.body)));
      return answers.shift();
    });
    const user = show(SIGNED_OFF);
    await user.click(screen.getByRole('button', { name: 'Turn off…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Turn computed values off' });
    expect(dialog).toHaveTextContent('Nothing is deleted');
    await user.click(within(dialog).getByRole('button', { name: 'Turn off' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('Somebody changed this setting');
    await user.click(within(dialog).getByRole('button', { name: 'Read it again' }));
    await user.click(within(dialog).getByRole('button', { name: 'Turn off' }));
    expect(await screen.findByText('Turned off by')).toBeInTheDocument();
    expect(card()).toHaveTextContent('A name was not kept');
    expect(sent).toEqual([
      { shown: false, version: '1.4.0', revision: 1 },
      { shown: false, version: '1.4.0', revision: 6 },
    ]);
  });
});
