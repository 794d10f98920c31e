'use client';

import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { Mark } from '@/components/ui/icons';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { safeReturnPath } from '@/lib/client/safe-return-path';
import { signIn } from '@/lib/client/session';
import classes from './account-form.module.css';
import { signInErrorText } from './sign-in-error';

/**
 * E-mail and password. A failure stands above the button, says whether to try again, and keeps the e-mail.
 * @param returnTo the page asked for before; only paths of this portal are followed
 */
export function SignInForm({ returnTo }: { returnTo: string | null }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
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

  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <div className={classes.brand}>
        <Mark size={26} />
        Nightbeat
      </div>
      <h1 className={classes.title}>Sign in</h1>
      <TextInput
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        size="sm"
        required
        withAsterisk={false}
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        ref={passwordField}
        label="Password"
        name="password"
        autoComplete="current-password"
        size="sm"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': 'Show password' }}
      />
      {error !== null && (
        <div role="alert">
          <Note tone="critical" icon={<StateIcon state="critical" />}>
            {signInErrorText(error)}
          </Note>
        </div>
      )}
      <Button type="submit" variant="filled" size="sm" loading={busy}>
        Sign in
      </Button>
      <p className={classes.hint}>Every search and every record you open is recorded in the audit trail.</p>
    </form>
  );
}
