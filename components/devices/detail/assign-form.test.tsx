import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aDevice, anAssignment } from '@/components/testing/devices';
import { NOW, renderThemed, TIME_ZONE } from '@/components/testing/factories';
import { AssignForm } from './assign-form';

// many queries by role through tables and dialogs: jsdom takes its time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

const OVERLAP = {
  code: 'assignment_overlap',
  detail: 'Another patient has the device in that time. Nothing was changed.',
  errors: [{ pointer: '/from', code: 'overlap', detail: 'W. R. has the device in that time.' }],
};

function show(answers: Record<string, () => Response>) {
  const sent: { path: string; body: Record<string, unknown> }[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push({ path, body: JSON.parse(String(init.body)) });
    return answers[path]?.() ?? new Response(null, { status: 500 });
  });
  const onSaved = vi.fn();
  const current = anAssignment({ patient: null });
  renderThemed(
    <AssignForm
      device={aDevice({ assignments: [current] })}
      current={current}
      opened
      now={NOW}
      timeZone={TIME_ZONE}
      onClose={vi.fn()}
      onSaved={onSaved}
    />,
  );
  return { sent, onSaved, user: userEvent.setup() };
}

const FOUND = () => Response.json({ patient_ref: 'pat_2', initials: 'W. R.', birth_year: 1961 });
const ASK = '/api/devices/assignee';
const SAVE = '/api/devices/dev_1/assignments';

afterEach(() => vi.unstubAllGlobals());

describe('assigning a device', () => {
  it('shows initials and birth year before anything can be saved, then saves by our own id', async () => {
    const saved = aDevice();
    const { sent, onSaved, user } = show({ [ASK]: FOUND, [SAVE]: () => Response.json(saved) });
    await user.click(screen.getByLabelText(/Patient/));
    await user.paste('0037 7510');
    expect(screen.queryByRole('button', { name: /^Assign to/ })).not.toBeInTheDocument();
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('status')).toHaveTextContent('W. R., born 1961');
    await user.click(screen.getByRole('button', { name: 'Assign to W. R.' }));
    expect(sent).toEqual([
      { path: ASK, body: { patient_id: '0037 7510' } },
      { path: SAVE, body: { patient_ref: 'pat_2', from: NOW, to: null, end_current: true } },
    ]);
    expect(onSaved).toHaveBeenCalledWith(saved);
  });

  it('forgets who was found as soon as the id is changed', async () => {
    const { user } = show({ [ASK]: FOUND });
    await user.type(screen.getByLabelText(/Patient/), 'P1{Enter}');
    await screen.findByRole('button', { name: 'Assign to W. R.' });
    await user.type(screen.getByLabelText(/Patient/), '2');
    expect(screen.queryByRole('button', { name: /^Assign to/ })).not.toBeInTheDocument();
  });

  it('says that nobody has the id', async () => {
    const { user } = show({ [ASK]: () => Response.json({ code: 'not_found' }, { status: 404 }) });
    await user.type(screen.getByLabelText(/Patient/), 'P0{Enter}');
    expect(await screen.findByText('No patient has this id.')).toBeInTheDocument();
  });

  it('tells whose assignment is in the way by initials', async () => {
    const { onSaved, user } = show({ [ASK]: FOUND, [SAVE]: () => Response.json(OVERLAP, { status: 409 }) });
    await user.type(screen.getByLabelText(/Patient/), 'P1{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Assign to W. R.' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('W. R. has the device in that time.');
    expect(onSaved).not.toHaveBeenCalled();
  });
});
