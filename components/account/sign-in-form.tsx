'use client';

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { Mark } from '@/components/ui/icons';
import { useHydrated } from '@/components/ui/use-hydrated';
import { safeReturnPath } from '@/lib/client/safe-return-path';
import { signIn } from '@/lib/client/session';
import classes from './account-form.module.css';
import { FormError } from './form-error';
import { signInErrorText } from './sign-in-error';

/** A text field as it stands, also where the browser filled it in before this page's scripts ran. */
function fieldText(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}

function useSignIn(returnTo: string | null) {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);
  const submit = async (form: HTMLFormElement) => {
    setBusy(true);
    setError(null);
    const failed = await signIn(fieldText(form, 'email'), fieldText(form, 'password'));
    if (failed === null) {
      window.location.assign(safeReturnPath(returnTo));
      return;
    }
    setBusy(false);
    setError(failed);
    if (!passwordField.current) return;
    passwordField.current.value = '';
    passwordField.current.focus();
  };
  return { passwordField, error, busy, submit };
}

/**
 * Email and password. A failure stands above the button, says whether to try again, and keeps the email.
 * @param returnTo the page asked for before; only paths of this portal are followed
 */
export function SignInForm({ returnTo }: { returnTo: string | null }) {
  const { passwordField, error, busy, submit } = useSignIn(returnTo);
  const hydrated = useHydrated();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void submit(event.currentTarget);
  };
  return (
    // The method keeps a password out of the address should the browser ever send the form by itself.
    <form className={classes.form} method="post" onSubmit={onSubmit}>
      <div className={classes.brand}>
        <Mark size={26} />
        Nightbeat
      </div>
      <h1 className={classes.title}>Sign in</h1>
      <TextInput
        label="Email"
        type="email"
        name="email"
        autoComplete="username"
        size="sm"
        required
        withAsterisk={false}
        autoFocus
      />
      <PasswordInput
        ref={passwordField}
        label="Password"
        name="password"
        autoComplete="current-password"
        size="sm"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
      />
      <FormError text={error === null ? null : signInErrorText(error)} />
      <Button type="submit" variant="filled" size="sm" loading={busy} disabled={!hydrated}>
        Sign in
      </Button>
      <p className={classes.hint}>Every search and every record you open is recorded in the audit trail.</p>
    </form>
  );
}
