import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderThemed } from '@/components/testing/factories';
import { PasswordForm } from './password-form';

const fetched = vi.fn();

afterEach(() => {
  vi.unstubAllGlobals();
  fetched.mockReset();
});

async function submit(next: string, again: string) {
  vi.stubGlobal('fetch', fetched);
  const user = userEvent.setup();
  renderThemed(<PasswordForm forced minLength={15} />);
  await user.type(screen.getByLabelText('Current password'), 'one-time password');
  await user.type(screen.getByLabelText('New password'), next);
  await user.type(screen.getByLabelText('New password again'), again);
  await user.click(screen.getByRole('button', { name: 'Change password' }));
  return screen.findByRole('alert');
}

describe('changing the password', () => {
  it('sends nothing while the new one is too short or was typed differently', async () => {
    expect(await submit('too short', 'too short')).toHaveTextContent('at least 15 characters');
    expect(fetched).not.toHaveBeenCalled();
  });

  it('sends nothing while the two new ones differ', async () => {
    expect(await submit('four plain words here', 'four plain words there')).toHaveTextContent(
      'The two new passwords differ.',
    );
    expect(fetched).not.toHaveBeenCalled();
  });

  it('says that the current one was wrong and that nothing changed', async () => {
    fetched.mockImplementation(async () => Response.json({ code: 'sign_in_failed', detail: 'x' }, { status: 401 }));
    expect(await submit('four plain words here', 'four plain words here')).toHaveTextContent(
      'The current password is wrong. Nothing was changed',
    );
    expect(fetched).toHaveBeenCalledWith('/api/account/password', expect.objectContaining({ method: 'POST' }));
  });
});
