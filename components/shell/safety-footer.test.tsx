import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import { DataAgeProvider, DataAsOf } from './data-age';
import { SafetyFooter } from './safety-footer';

const online = vi.spyOn(window.navigator, 'onLine', 'get');

afterEach(() => online.mockReset());

function show() {
  online.mockReturnValue(true);
  renderThemed(
    <DataAgeProvider>
      <DataAsOf at={NOW} />
      <SafetyFooter timeZone={TIME_ZONE} now={NOW} />
    </DataAgeProvider>,
  );
  return screen.getByRole('contentinfo');
}

describe('safety footer', () => {
  it('says what this is not, which zone times are in, and how old the data are', () => {
    const footer = show();
    expect(footer).toHaveTextContent(
      'Evaluation software, not a cleared medical device. Not for real-time monitoring. Not a diagnosis.',
    );
    expect(footer).toHaveTextContent('Times: Europe/Brussels (CET, UTC+1) unless marked device local');
    expect(footer).toHaveTextContent('Data as of 22 Nov 2026 14:02');
  });

  it('says that data are not updating once the connection is gone', () => {
    const footer = show();
    online.mockReturnValue(false);
    act(() => void fireEvent(window, new Event('offline')));
    expect(footer).toHaveTextContent('Not updating since 14:02. What you see may be old.');
  });
});
