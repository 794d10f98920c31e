import type { Metadata } from 'next';
import classes from '@/components/account/account-form.module.css';
import { PasswordForm } from '@/components/account/password-form';
import { MIN_PASSWORD_LENGTH } from '@/lib/accounts/passwords';
import { portalContext } from '@/lib/http/next/portal-context';

export const metadata: Metadata = { title: 'Password' };

export default async function PasswordPage() {
  const { user } = await portalContext({ allow_first_password: true });
  return (
    <div className={classes.page}>
      <PasswordForm forced={user.must_change_password} minLength={MIN_PASSWORD_LENGTH} />
    </div>
  );
}
