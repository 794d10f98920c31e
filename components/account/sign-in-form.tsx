'use client';

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { Mark } from '@/components/ui/icons';
import { safeReturnPath } from '@/lib/client/safe-return-path';
import { signIn } from '@/lib/client/session';
import classes from './account-form.module.css';
import { FormError } from './form-error';
import { signInErrorText } from './sign-in-error';

function useSignIn(returnTo: string | null) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);
  const submit = async () => {
    setBusy(true);
    setError(null);
    const failed = await signIn(email, password);
    if (failed === null) {
      window.location.assign(safeReturnPath(returnTo));
      return;
    }
    setBusy(false);
    setPassword('');
    setError(failed);
    passwordField.current?.focus();
  };
  return { email, setEmail, password, setPassword, passwordField, error, busy, submit };
}

/**
 * Email and password. A failure stands above the button, says whether to try again, and keeps the email.
 * @param returnTo the page asked for before; only paths of this portal are followed
 */
export function SignInForm({ returnTo }: { returnTo: string | null }) {
  const form = useSignIn(returnTo);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void form.submit();
  };
  return (
    <form className={classes.form} onSubmit={onSubmit}>
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
        value={form.email}
        onChange={(event) => form.setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        ref={form.passwordField}
        label="Password"
        name="password"
        autoComplete="current-password"
        size="sm"
        required
        withAsterisk={false}
        value={form.password}
        onChange={(event) => form.setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
      />
      <FormError text={form.error === null ? null : signInErrorText(form.error)} />
      <Button type="submit" variant="filled" size="sm" loading={form.busy}>
        Sign in
      </Button>
      <p className={classes.hint}>Every search and every record you open is recorded in the audit trail.</p>
    </form>
  );
}
