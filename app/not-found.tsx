import type { Metadata } from 'next';
import { SAFETY_TEXT } from '@/components/shell/safety-text';
import shell from '@/components/shell/shell.module.css';
import { DeniedPanel } from '@/components/ui/state-panel';

export const metadata: Metadata = { title: 'Not available' };

/** One answer for what does not exist and for what is not yours. */
export default function NotFound() {
  return (
    <>
      <main className={shell.main}>
        <DeniedPanel wholePage />
      </main>
      <footer className={shell.footer} data-public="true">
        <strong className={shell.safety}>{SAFETY_TEXT}</strong>
      </footer>
    </>
  );
}
