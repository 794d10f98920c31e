import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderThemed } from '@/components/testing/factories';
import { SignInForm } from './sign-in-form';

afterEach(() => vi.unstubAllGlobals());

function answering(url: string) {
  vi.stubGlobal('fetch', async (path: string) =>
    Response.json(path === '/api/auth/csrf' ? { csrfToken: 't' } : { url }),
  );
}

async function submit() {
  const user = userEvent.setup();
  renderThemed(<SignInForm returnTo={null} />);
  await user.type(screen.getByLabelText('Email'), 'admin@example.org');
  await user.type(screen.getByLabelText('Password'), 'wrong password');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  return screen.findByRole('alert');
}

describe('sign-in form', () => {
  it('keeps the email, empties the password and says that one may try again', async () => {
    answering('http://x/sign-in?error=sign_in_failed');
    const alert = await submit();
    expect(alert).toHaveTextContent('Email or password is wrong. You can try again.');
    expect(screen.getByLabelText('Email')).toHaveValue('admin@example.org');
    expect(screen.getByLabelText('Password')).toHaveValue('');
    expect(screen.getByLabelText('Password')).toHaveFocus();
  });

  it('stands above the button, and names the wait of a throttled account', async () => {
    answering('http://x/sign-in?error=too_many_requests%3A900');
    const alert = await submit();
    expect(alert).toHaveTextContent('Wait 15 min, then try again.');
    const button = screen.getByRole('button', { name: 'Sign in' });
    expect(alert.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });
});
