import type { Metadata } from 'next';
import classes from '@/components/account/account-form.module.css';
import { SignInForm } from '@/components/account/sign-in-form';
import { SAFETY_TEXT } from '@/components/shell/safety-text';
import shell from '@/components/shell/shell.module.css';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[] }>;
}) {
  const { callbackUrl } = await searchParams;
  return (
    <>
      <main className={classes.page}>
        <SignInForm returnTo={typeof callbackUrl === 'string' ? callbackUrl : null} />
      </main>
      <footer className={shell.footer} data-public="true">
        <strong className={shell.safety}>{SAFETY_TEXT}</strong>
      </footer>
    </>
  );
}
