import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aPatient, renderThemed, router } from '@/components/testing/factories';
import type { Patient } from '@/lib/patients/contracts';
import { EditPatient } from './edit-patient';

vi.setConfig({ testTimeout: 20_000 });

const answers: Response[] = [];
const sent: { method: string; body: Record<string, unknown> }[] = [];

beforeEach(() => {
  answers.length = 0;
  sent.length = 0;
  router.refresh.mockClear();
  vi.stubGlobal('fetch', (_path: string, init: RequestInit) => {
    if (init.method) sent.push({ method: init.method, body: JSON.parse(String(init.body)) });
    const answer = answers.shift();
    if (!answer) throw new Error('asked more than expected');
    return Promise.resolve(answer);
  });
});
afterEach(() => vi.unstubAllGlobals());

async function open(patient: Patient = aPatient()) {
  renderThemed(<EditPatient patient={patient} />);
  fireEvent.click(screen.getByRole('button', { name: 'Edit' }));
  await screen.findByLabelText('Family name');
}

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const save = (name = 'Save') => act(async () => fireEvent.click(screen.getByRole('button', { name })));

describe('editing a patient', () => {
  it('sends everything with the revision that was read, and shows the page anew', async () => {
    await open(aPatient({ flags: { ...aPatient().flags, atrial_fibrillation: aPatient().flags.pacemaker } }));
    type('Family name', ' Quillfeather-Vale ');
    type('Pacemaker', 'yes');
    type('Source of Pacemaker', 'Letter');
    type('Diagnostic AHI, /h', '34,5');
    type('A new night begins at', '18:00');
    answers.push(Response.json(aPatient({ revision: 2 })));
    await save();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      method: 'PUT',
      body: {
        revision: 1,
        family_name: 'Quillfeather-Vale',
        birth_date: '1952-03-14',
        flags: { pacemaker: { value: 'yes', date: null, source: 'Letter' }, pregnancy: { value: 'unknown' } },
        diagnostic_ahi: { value: 34.5, date: null, source: null },
        therapy_start: null,
        night_boundary_hour: 18,
      },
    });
    expect(router.refresh).toHaveBeenCalledOnce();
  });

  it('asks for the source of a yes or no before anything is sent', async () => {
    await open();
    await save();
    expect(screen.getByText('Name where this is taken from.')).toBeInTheDocument();
    expect(sent).toHaveLength(0);
  });

  it('takes dates year first and no others', async () => {
    await open(aPatient({ flags: { ...aPatient().flags, atrial_fibrillation: aPatient().flags.pacemaker } }));
    for (const wrong of ['14.03.1952', '1952-02-30', '03/14/1952']) {
      type('Birth date', wrong);
      await save();
      expect(screen.getByText('A date as 1952-03-14.')).toBeInTheDocument();
    }
    expect(sent).toHaveLength(0);
  });

  it('keeps what is typed when somebody was quicker, shows theirs, and saves over it knowingly', async () => {
    await open(aPatient({ flags: { ...aPatient().flags, atrial_fibrillation: aPatient().flags.pacemaker } }));
    type('Given name', 'Ambrosius');
    answers.push(
      Response.json({ code: 'stale_revision', detail: 'Somebody changed this.' }, { status: 409 }),
      Response.json(aPatient({ revision: 7, sex: 'other', night_boundary_hour: 6 })),
    );
    await save();
    expect(screen.getByLabelText('Given name')).toHaveValue('Ambrosius');
    const alert = screen.getByRole('alert');
    expect(alert).toHaveTextContent('Given name: Ambrose');
    expect(alert).toHaveTextContent('Sex: other');
    expect(alert).toHaveTextContent('A new night begins at: 06:00');
    expect(alert).toHaveTextContent('Known AF: no');
    answers.push(Response.json(aPatient({ revision: 8 })));
    await save('Save over theirs');
    expect(sent.at(-1)?.body).toMatchObject({ revision: 7, given_name: 'Ambrosius', sex: 'male' });
  });

  it('keeps what is typed when the server is away', async () => {
    await open(aPatient({ flags: { ...aPatient().flags, atrial_fibrillation: aPatient().flags.pacemaker } }));
    type('Given name', 'Ambrosius');
    answers.push(Response.json({ code: 'store_unavailable', detail: 'A store is away.' }, { status: 503 }));
    await save();
    expect(screen.getByRole('alert')).toHaveTextContent('A store is away. What you typed is kept');
    expect(screen.getByLabelText('Given name')).toHaveValue('Ambrosius');
  });
});
