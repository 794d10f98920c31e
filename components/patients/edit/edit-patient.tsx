'use client';

import { Button, Modal } from '@mantine/core';
import { IconAlertTriangle, IconPencil } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { FLAG_WORDS } from '@/components/patients/flag-words';
import { Note } from '@/components/ui/state-panel';
import { useHydrated } from '@/components/ui/use-hydrated';
import { type ApiError, asApiError, getJson, putJson } from '@/lib/client/api';
import type { Patient } from '@/lib/patients/contracts';
import { EditFieldset } from './edit-fieldset';
import classes from './edit-patient.module.css';
import { differences, type EditFields, editOf, faultsIn, fieldsOf } from './edit-state';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

interface EditState {
  fields: EditFields;
  /** The patient the form stands on: what was read, or what somebody else made of it meanwhile. */
  base: Patient;
  /** Set once somebody else has changed the patient while this form was open. */
  theirs: Patient | null;
  faults: Record<string, string>;
  error: ApiError | null;
  saving: boolean;
}

const startOf = (patient: Patient): EditState => ({
  fields: fieldsOf(patient),
  base: patient,
  theirs: null,
  faults: {},
  error: null,
  saving: false,
});

/**
 * The form's state. A refusal because somebody else was quicker keeps what is typed, shows their values beside it, and
 * lets a second save go over theirs knowingly.
 */
function useEdit(patient: Patient, onSaved: () => void) {
  const [state, setState] = useState(() => startOf(patient));
  const path = `/api/patients/${patient.patient_ref}`;
  const refused = async (cause: unknown) => {
    const error = asApiError(cause);
    if (error.code !== 'stale_revision') {
      setState((now) => ({ ...now, error, saving: false }));
      return;
    }
    const theirs = await getJson<Patient>(path).catch(() => null);
    setState((now) => ({ ...now, theirs, base: theirs ?? now.base, error: theirs ? null : error, saving: false }));
  };
  const save = async () => {
    const faults = faultsIn(state.fields);
    setState({ ...state, faults, error: null, saving: Object.keys(faults).length === 0 });
    if (Object.keys(faults).length > 0) return;
    try {
      await putJson<Patient>(path, editOf(state.fields, state.base.revision));
      setState((now) => ({ ...now, saving: false }));
      onSaved();
    } catch (cause) {
      await refused(cause);
    }
  };
  return {
    ...state,
    change: (fields: Partial<EditFields>) => setState((now) => ({ ...now, fields: { ...now.fields, ...fields } })),
    save,
  };
}

function ChangedMeanwhile({ fields, theirs }: { fields: EditFields; theirs: Patient }) {
  const found = differences(fields, fieldsOf(theirs), FLAG_WORDS);
  return (
    <div role="alert">
      <Note tone="caution" icon={<IconAlertTriangle {...ICON} />}>
        Somebody changed this patient while you were editing. What you typed is kept; nothing is saved yet.
        {found.length === 0 ? ' Their values are the same as yours.' : ' Their values that differ from yours:'}
        {found.length > 0 && (
          <ul className={classes.differences}>
            {found.map(([name, value]) => (
              <li key={name}>
                {name}: {value}
              </li>
            ))}
          </ul>
        )}
        Saving again puts yours in their place.
      </Note>
    </div>
  );
}

function EditForm({ patient, onClose }: { patient: Patient; onClose: () => void }) {
  const router = useRouter();
  const edit = useEdit(patient, () => {
    onClose();
    router.refresh();
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void edit.save();
  };
  return (
    <form onSubmit={onSubmit} className={classes.form} noValidate>
      {edit.theirs && <ChangedMeanwhile fields={edit.fields} theirs={edit.theirs} />}
      <EditFieldset fields={edit.fields} faults={edit.faults} onChange={edit.change} />
      {edit.error && (
        <div role="alert">
          <Note tone="critical" icon={<IconAlertTriangle {...ICON} />}>
            {edit.error.message} What you typed is kept; nothing is saved.
          </Note>
        </div>
      )}
      {Object.keys(edit.faults).length > 0 && (
        <p role="alert" className={classes.faults}>
          Nothing is saved: see the marked fields.
        </p>
      )}
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={edit.saving}>
          {edit.theirs ? 'Save over theirs' : 'Save'}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
        <span>The change is recorded with your name in the audit trail.</span>
      </div>
    </form>
  );
}

/** Opens the form in which people correct a patient's identity and facts. */
export function EditPatient({ patient }: { patient: Patient }) {
  const [opened, setOpened] = useState(false);
  const hydrated = useHydrated();
  return (
    <>
      <Button leftSection={<IconPencil {...ICON} />} disabled={!hydrated} onClick={() => setOpened(true)}>
        Edit
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title="Edit patient"
        size="xl"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <EditForm patient={patient} onClose={() => setOpened(false)} />
      </Modal>
    </>
  );
}
