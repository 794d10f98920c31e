'use client';

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { changeErrorText, useChange } from '@/components/devices/use-change';
import { postJson } from '@/lib/client/api';
import { formatName, formatSex } from '@/lib/client/format-person';
import { formatAge, formatPlainDate } from '@/lib/client/format-time';
import type { PatientIdentity } from '@/lib/patients/identify-contracts';
import classes from './recordings.module.css';

/** What is known of the id that was typed: a patient, nobody, or not asked yet. */
type Found = { kind: 'patient'; patient: PatientIdentity } | { kind: 'nobody' } | null;

/** Asks for a patient by exact id, so that a person compares before anything is filed. */
export function usePatientPicker(initialId = '') {
  const change = useChange();
  const [patientId, setPatientId] = useState(initialId);
  const [found, setFound] = useState<Found>(null);
  const ask = async () => {
    const answer = await change.run(async (): Promise<Found> => {
      try {
        const patient = await postJson<PatientIdentity>('/api/patients/identify', { patient_id: patientId.trim() });
        return { kind: 'patient', patient };
      } catch (cause) {
        // nobody has this id: an answer, no failure
        if (cause instanceof Error && Reflect.get(cause, 'code') === 'not_found') return { kind: 'nobody' };
        throw cause;
      }
    });
    setFound(answer);
  };
  const type = (text: string) => {
    setPatientId(text);
    setFound(null);
    change.clear();
  };
  return { patientId, found, type, ask, busy: change.busy, error: change.error };
}

/** `FAMILY, Given · Female · 14 Mar 1952 (74 y) · MRN 0048 2217`: what a choice is made by. */
export function identityText(patient: PatientIdentity, now: string, timeZone: string): string {
  const born = patient.birth_date
    ? `${formatPlainDate(patient.birth_date)} (${formatAge(patient.birth_date, now, timeZone)})`
    : 'birth date not known';
  return [formatName(patient), formatSex(patient.sex), born, `MRN ${patient.patient_id}`].join(' · ');
}

interface PatientPickerProps {
  picker: ReturnType<typeof usePatientPicker>;
  now: string;
  timeZone: string;
}

/** The field for a patient's id and, once asked, whose it is. */
export function PatientPicker({ picker, now, timeZone }: PatientPickerProps) {
  const { patientId, found, busy, error } = picker;
  return (
    <>
      <div className={classes.lookUp}>
        <TextInput
          label="Patient"
          description="The hospital’s id (MRN), exactly."
          autoComplete="off"
          spellCheck={false}
          required
          maxLength={64}
          data-autofocus
          value={patientId}
          onChange={(event) => picker.type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || found !== null || patientId.trim() === '') return;
            event.preventDefault();
            void picker.ask();
          }}
          error={error && changeErrorText(error)}
        />
        {found === null && (
          <Button loading={busy} disabled={patientId.trim() === ''} onClick={() => void picker.ask()}>
            Find patient
          </Button>
        )}
      </div>
      {found !== null && (
        <div className={classes.confirm} role="status">
          {found.kind === 'patient' ? (
            <>
              This id belongs to <strong>{identityText(found.patient, now, timeZone)}</strong>
              {found.patient.verified ? '' : ' (unverified)'}. Compare before you go on.
            </>
          ) : (
            'No patient here has this id.'
          )}
        </div>
      )}
    </>
  );
}
