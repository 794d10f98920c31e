import type { Metadata } from 'next';
import account from '@/components/account/account-form.module.css';
import { LazySharedReport } from '@/components/reports/lazy-shared-report';
import { SAFETY_TEXT } from '@/components/shell/safety-text';
import shell from '@/components/shell/shell.module.css';

// Whoever looks at the page without the code learns nothing of whose report it is, or of whom it came from.
export const metadata: Metadata = {
  title: 'Shared report',
  referrer: 'no-referrer',
  robots: { index: false, follow: false },
};

export default function SharedPage() {
  return (
    <>
      <main className={account.page}>
        <LazySharedReport />
      </main>
      <footer className={shell.footer} data-public="true">
        <strong className={shell.safety}>{SAFETY_TEXT}</strong>
      </footer>
    </>
  );
}
