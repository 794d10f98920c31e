import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderThemed } from '@/components/testing/factories';
import { ApiError } from '@/lib/client/api';
import { PageError } from './page-error';
import { ApiErrorPanel, LoadingRows } from './state-panel';

function show(error: ApiError) {
  const onRetry = vi.fn();
  const { unmount } = renderThemed(<ApiErrorPanel title="This list could not load" error={error} onRetry={onRetry} />);
  return { onRetry, unmount };
}

describe('what a failed request shows', () => {
  it('answers alike for what is not there and what is not yours', () => {
    const first = show(new ApiError(404, 'not_found', 'There is nothing here.'));
    const missing = screen.getByRole('heading').parentElement?.textContent;
    first.unmount();
    show(new ApiError(403, 'not_permitted', 'This role may not.'));
    expect(screen.getByRole('heading').parentElement?.textContent).toBe(missing);
    expect(missing).toContain('does not exist or is outside your access');
  });

  it('offers to sign in again where the session has ended', () => {
    show(new ApiError(401, 'not_signed_in', 'Not signed in.'));
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeInTheDocument();
  });

  it('names reference and wait, and tries again', async () => {
    const { onRetry } = show(new ApiError(503, 'store_unavailable', 'A store is away.', 'req_4', 5));
    expect(screen.getByRole('alert')).toHaveTextContent('A store is away. Try again in 5 s. Reference req_4.');
    expect(screen.getByRole('button', { name: 'Copy reference' })).toBeInTheDocument();
    await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledOnce();
  });

  it('blames the connection only when there was no answer', () => {
    const first = show(new ApiError(0, 'network', 'The server did not answer.'));
    expect(screen.getByRole('alert')).toHaveTextContent('The connection broke off.');
    first.unmount();
    show(new ApiError(0, 'encrypted', 'The PDF is encrypted.'));
    expect(screen.getByRole('alert')).toHaveTextContent('The PDF is encrypted.');
  });
});

describe('a page that failed', () => {
  it('shows the reference of the server’s log line and none of its text', () => {
    const error = Object.assign(new Error('secret cause'), { digest: '3871' });
    renderThemed(<PageError error={error} retry={vi.fn()} />);
    expect(screen.getByRole('alert')).toHaveTextContent('Reference 3871.');
    expect(document.body).not.toHaveTextContent('secret cause');
  });
});

describe('loading', () => {
  it('keeps the rows’ places and says what is loading', () => {
    renderThemed(<LoadingRows rows={4} label="Loading patients" />);
    expect(screen.getByRole('status', { name: 'Loading patients' }).children).toHaveLength(4);
  });
});
