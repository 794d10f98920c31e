import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { aDevice, anAssignment } from '@/components/testing/devices';
import { NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import type { Device } from '@/lib/devices/device-contracts';
import { DevicesView } from './devices-view';

// many queries by role through tables and dialogs: jsdom takes its time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

const CART = aDevice({
  device_ref: 'dev_2',
  device_id: 'CART-4',
  model: 'Cardiograph C12',
  kind: 'ecg',
  cadence: 'on_use',
  shared: true,
  site: 'Ward 3',
  assignments: [],
  clock_offset_ms: null,
  verified: false,
});

function show(devices: Device[], mayWrite = true) {
  renderThemed(
    <DevicesView initial={devices} now={NOW} timeZone={TIME_ZONE} mayWrite={mayWrite}>
      <div>detail</div>
    </DevicesView>,
    '/devices/dev_1',
  );
  return userEvent.setup();
}
const rows = () =>
  within(screen.getByRole('table', { name: 'Devices' }))
    .getAllByRole('row')
    .slice(1);

describe('the list of devices', () => {
  it('says who has a device, when it was seen and how it stands', () => {
    show([aDevice(), CART]);
    expect(rows()[0]).toHaveTextContent(
      /Curve 10.*…6043.*QUILLFEATHER, Ambrose.*nightly.*22 Nov 2026 08:11.*On time.*\+3 s/,
    );
    expect(rows()[1]).toHaveTextContent(/Cardiograph C12.*unverified.*Ward 3, shared.*on use.*not stated/);
    expect(screen.getByRole('link', { name: 'Curve 10' })).toHaveAttribute('aria-current', 'true');
  });

  it('says that nobody has it, and until when somebody had', () => {
    show([aDevice({ assignments: [anAssignment({ to: '2026-11-18T10:00:00.000Z' })] })]);
    expect(rows()[0]).toHaveTextContent('not assigned');
    expect(rows()[0]).toHaveTextContent('until 18 Nov 2026');
  });

  it('narrows by kind and by text without asking anybody', async () => {
    const fetch = vi.fn();
    vi.stubGlobal('fetch', fetch);
    const user = show([aDevice(), CART]);
    await user.click(screen.getByRole('button', { name: 'ECG 1' }));
    expect(rows()).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'All 2' }));
    await user.type(screen.getByRole('searchbox'), 'quill');
    expect(rows()).toHaveLength(1);
    await user.type(screen.getByRole('searchbox'), 'zz');
    expect(screen.getByRole('heading', { name: 'No device fits' })).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Show all devices' }));
    expect(rows()).toHaveLength(2);
    expect(fetch).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  });

  it('offers registering only to those who may', () => {
    show([], false);
    expect(screen.getByRole('heading', { name: 'No devices yet' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Register device' })).not.toBeInTheDocument();
  });
});
