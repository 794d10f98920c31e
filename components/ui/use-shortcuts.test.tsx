import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useShortcuts, useSingleKeys } from './use-shortcuts';

function Page({ onSpeed, onPatients }: { onSpeed: () => void; onPatients: () => void }) {
  const [on, setOn] = useSingleKeys();
  useShortcuts({ s: onSpeed, 'g p': onPatients });
  return (
    <>
      <input aria-label="Filter" />
      <button type="button" onClick={() => setOn(!on)}>
        {on ? 'Switch off' : 'Switch on'}
      </button>
    </>
  );
}

function setup() {
  const onSpeed = vi.fn();
  const onPatients = vi.fn();
  render(<Page onSpeed={onSpeed} onPatients={onPatients} />);
  return { onSpeed, onPatients, user: userEvent.setup() };
}

afterEach(() => window.localStorage.clear());

describe('single-key shortcuts', () => {
  it('run on the page and in sequence', async () => {
    const { onSpeed, onPatients, user } = setup();
    await user.keyboard('sgp');
    expect(onSpeed).toHaveBeenCalledOnce();
    expect(onPatients).toHaveBeenCalledOnce();
  });

  it('do nothing while a text field has the focus, which gets the letter', async () => {
    const { onSpeed, user } = setup();
    await user.type(screen.getByLabelText('Filter'), 'ss');
    expect(onSpeed).not.toHaveBeenCalled();
    expect(screen.getByLabelText('Filter')).toHaveValue('ss');
  });

  it('leave the browser its own combinations', async () => {
    const { onSpeed, user } = setup();
    await user.keyboard('{Control>}s{/Control}');
    expect(onSpeed).not.toHaveBeenCalled();
  });

  it('can be switched off and on again', async () => {
    const { onSpeed, user } = setup();
    await user.click(screen.getByRole('button', { name: 'Switch off' }));
    await user.keyboard('s');
    expect(onSpeed).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Switch on' }));
    await user.keyboard('s');
    expect(onSpeed).toHaveBeenCalledOnce();
  });
});
