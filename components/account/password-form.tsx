'use client';

import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ApiError, postJson } from '@/lib/client/api';
import classes from './account-form.module.css';
import { FormError } from './form-error';

function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The password could not be changed. Try again.';
  if (error.code === 'sign_in_failed') return 'The current password is wrong. Nothing was changed; you can try again.';
  if (error.code === 'invalid_body') return 'The new password must differ from the current one. Nothing was changed.';
  if (error.code === 'not_signed_in') return 'You were signed out meanwhile. Sign in and try again.';
  if (error.retryAfterS !== null) return `${error.message} Try again in ${error.retryAfterS} s.`;
  return `${error.message} The password is unchanged.`;
}

interface Fields {
  current: string;
  next: string;
  again: string;
}

function checkFields(fields: Fields, minLength: number): string | null {
  if (fields.next.length < minLength) return `The new password needs at least ${minLength} characters.`;
  if (fields.next !== fields.again) return 'The two new passwords differ.';
  return null;
}

interface PasswordFormProps {
  /** True for a first password, which has to be changed before anything else. */
  forced: boolean;
  minLength: number;
}

/** Changes the password of the person signed in. */
export function PasswordForm({ forced, minLength }: PasswordFormProps) {
  const [fields, setFields] = useState<Fields>({ current: '', next: '', again: '' });
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = (name: keyof Fields, label: string, autoComplete: string) => (
    <PasswordInput
      label={label}
      name={name}
      autoComplete={autoComplete}
      size="sm"
      required
      withAsterisk={false}
      value={fields[name]}
      onChange={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
      visibilityToggleButtonProps={{ 'aria-label': `Show what is typed: ${name}` }}
    />
  );

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const fault = checkFields(fields, minLength);
    setError(fault);
    if (fault) return;
    setBusy(true);
    try {
      await postJson('/api/account/password', { current_password: fields.current, new_password: fields.next });
      window.location.assign('/patients');
    } catch (cause) {
      setError(errorText(cause));
      setBusy(false);
    }
  };

  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <h1 className={classes.title}>{forced ? 'Choose your own password' : 'Change password'}</h1>
      {forced && <p className={classes.hint}>The first password was for one use. After this the portal opens.</p>}
      {field('current', 'Current password', 'current-password')}
      {field('next', 'New password', 'new-password')}
      {field('again', 'New password again', 'new-password')}
      <FormError text={error} />
      <Button type="submit" variant="filled" size="sm" loading={busy}>
        Change password
      </Button>
      <p className={classes.hint}>At least {minLength} characters; a few words are good. Any characters are allowed.</p>
    </form>
  );
}
