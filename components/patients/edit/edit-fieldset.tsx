import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { FLAG_WORDS } from '@/components/patients/flag-words';
import { formatSex } from '@/lib/client/format-person';
import { FLAG_NAMES, FLAG_VALUES, type FlagName, SEXES } from '@/lib/patients/contracts';
import classes from './edit-patient.module.css';
import type { EditFields, FlagFields } from './edit-state';

interface EditFieldsetProps {
  fields: EditFields;
  /** Why a field cannot be saved, by its name. */
  faults: Record<string, string>;
  onChange: (fields: Partial<EditFields>) => void;
}

function IdentityFields({ fields, onChange }: Omit<EditFieldsetProps, 'faults'>) {
  return (
    <fieldset className={classes.group}>
      <legend>Identity</legend>
      <TextInput
        label="Family name"
        value={fields.family_name}
        autoComplete="off"
        maxLength={120}
        onChange={(event) => onChange({ family_name: event.currentTarget.value })}
      />
      <TextInput
        label="Given name"
        value={fields.given_name}
        autoComplete="off"
        maxLength={120}
        onChange={(event) => onChange({ given_name: event.currentTarget.value })}
      />
      <TextInput
        label="Birth date"
        type="date"
        value={fields.birth_date}
        onChange={(event) => onChange({ birth_date: event.currentTarget.value })}
      />
      <NativeSelect
        label="Sex"
        data={SEXES.map((sex) => ({ value: sex, label: formatSex(sex) }))}
        value={fields.sex}
        onChange={(event) => onChange({ sex: SEXES.find((sex) => sex === event.currentTarget.value) ?? 'unknown' })}
      />
      <Checkbox
        className={classes.whole}
        label="Identity checked against the hospital's records; uploads no longer change it"
        checked={fields.verified}
        onChange={(event) => onChange({ verified: event.currentTarget.checked })}
      />
    </fieldset>
  );
}

function FlagRow({
  name,
  flag,
  fault,
  onChange,
}: {
  name: FlagName;
  flag: FlagFields;
  fault: string | undefined;
  onChange: (flag: FlagFields) => void;
}) {
  const word = FLAG_WORDS[name];
  return (
    <div className={classes.flag}>
      <NativeSelect
        label={word}
        data={[...FLAG_VALUES]}
        value={flag.value}
        onChange={(event) =>
          onChange({ ...flag, value: FLAG_VALUES.find((value) => value === event.currentTarget.value) ?? 'unknown' })
        }
      />
      <TextInput
        label={
          <>
            Date<span className={classes.hidden}> of {word}</span>
          </>
        }
        type="date"
        value={flag.date}
        onChange={(event) => onChange({ ...flag, date: event.currentTarget.value })}
      />
      <TextInput
        label={
          <>
            Source<span className={classes.hidden}> of {word}</span>
          </>
        }
        value={flag.source}
        error={fault}
        autoComplete="off"
        maxLength={200}
        placeholder="Letter, device clinic, patient …"
        onChange={(event) => onChange({ ...flag, source: event.currentTarget.value })}
      />
    </div>
  );
}

function FactFields({ fields, faults, onChange }: EditFieldsetProps) {
  return (
    <fieldset className={classes.group}>
      <legend>Therapy</legend>
      <TextInput
        label="Therapy start"
        type="date"
        value={fields.therapy_start}
        onChange={(event) => onChange({ therapy_start: event.currentTarget.value })}
      />
      <TextInput
        label="Source of therapy start"
        value={fields.therapy_start_source}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => onChange({ therapy_start_source: event.currentTarget.value })}
      />
      <TextInput
        label="Diagnostic AHI, /h"
        inputMode="decimal"
        value={fields.diagnostic_ahi}
        error={faults.diagnostic_ahi}
        autoComplete="off"
        onChange={(event) => onChange({ diagnostic_ahi: event.currentTarget.value })}
      />
      <TextInput
        label="Date of diagnostic AHI"
        type="date"
        value={fields.diagnostic_ahi_date}
        onChange={(event) => onChange({ diagnostic_ahi_date: event.currentTarget.value })}
      />
      <TextInput
        className={classes.whole}
        label="Source of diagnostic AHI"
        value={fields.diagnostic_ahi_source}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => onChange({ diagnostic_ahi_source: event.currentTarget.value })}
      />
    </fieldset>
  );
}

/** Everything people edit of a patient. */
export function EditFieldset(props: EditFieldsetProps) {
  const { fields, faults, onChange } = props;
  return (
    <>
      <IdentityFields fields={fields} onChange={onChange} />
      <fieldset className={classes.group}>
        <legend>Flags: yes, no or unknown</legend>
        {FLAG_NAMES.map((name) => (
          <FlagRow
            key={name}
            name={name}
            flag={fields.flags[name]}
            fault={faults[`${name}_source`]}
            onChange={(flag) => onChange({ flags: { ...fields.flags, [name]: flag } })}
          />
        ))}
      </fieldset>
      <FactFields {...props} />
    </>
  );
}
