'use client';

import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useHydrated } from '@/components/ui/use-hydrated';
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

function readFields(form: HTMLFormElement): Fields {
  const data = new FormData(form);
  const text = (name: keyof Fields) => String(data.get(name) ?? '');
  return { current: text('current'), next: text('next'), again: text('again') };
}

function checkFields(fields: Fields, minLength: number): string | null {
  if (fields.next.length < minLength) return `The new password needs at least ${minLength} characters.`;
  if (fields.next !== fields.again) return 'The two new passwords differ.';
  return null;
}

function Field({ name, label, autoComplete }: { name: keyof Fields; label: string; autoComplete: string }) {
  return (
    <PasswordInput
      label={label}
      name={name}
      autoComplete={autoComplete}
      size="sm"
      required
      withAsterisk={false}
      visibilityToggleButtonProps={{ 'aria-label': `Show what is typed: ${name}` }}
    />
  );
}

interface PasswordFormProps {
  /** True for a first password, which has to be changed before anything else. */
  forced: boolean;
  minLength: number;
}

/** Changes the password of the person signed in. */
export function PasswordForm({ forced, minLength }: PasswordFormProps) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const hydrated = useHydrated();

  const submit = async (fields: Fields) => {
    const fault = checkFields(fields, minLength);
    setError(fault);
    if (fault) return;
    setBusy(true);
    try {
      await postJson('/api/account/password', { current_password: fields.current, new_password: fields.next });
      window.location.assign('/');
    } catch (cause) {
      setError(errorText(cause));
      setBusy(false);
    }
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void submit(readFields(event.currentTarget));
  };

  return (
    // The method keeps a password out of the address should the browser ever send the form by itself.
    <form className={classes.form} method="post" onSubmit={onSubmit}>
      <h1 className={classes.title}>{forced ? 'Choose your own password' : 'Change password'}</h1>
      {forced && <p className={classes.hint}>The first password was for one use. After this the portal opens.</p>}
      <Field name="current" label="Current password" autoComplete="current-password" />
      <Field name="next" label="New password" autoComplete="new-password" />
      <Field name="again" label="New password again" autoComplete="new-password" />
      <FormError text={error} />
      <Button type="submit" variant="filled" size="sm" loading={busy} disabled={!hydrated}>
        Change password
      </Button>
      <p className={classes.hint}>At least {minLength} characters; a few words are good. Any characters are allowed.</p>
    </form>
  );
}
