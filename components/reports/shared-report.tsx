'use client';

import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import account from '@/components/account/account-form.module.css';
import { FormError } from '@/components/account/form-error';
import { changeErrorText, useChange } from '@/components/devices/use-change';
import { openPdf, pdfFailure, type ReportState } from '@/components/ecg/pdf/open-pdf';
import { PdfFrame, sizeText } from '@/components/ecg/pdf/pdf-frame';
import { Mark } from '@/components/ui/icons';
import { postForBytes } from '@/lib/client/api';
import { saveFile } from '@/lib/client/save-file';
import classes from './reports.module.css';

interface Opened {
  report: ReportState;
  file: Blob;
}

/** The secret part of the address, taken out of it so that it stays in no history; null before the page has looked. */
function useToken(): string | null {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    const secret = window.location.hash.slice(1);
    setToken((known) => (secret === '' ? (known ?? '') : secret));
    if (secret !== '') window.history.replaceState(null, '', window.location.pathname);
  }, []);
  return token;
}

async function openShared(token: string, code: string): Promise<Opened> {
  const bytes = await postForBytes('/api/shared-reports/open', { token, code });
  // pdf.js takes its bytes away, so those to be saved are kept apart
  const file = new Blob([bytes], { type: 'application/pdf' });
  const { signal } = new AbortController();
  const report = await openPdf({ bytes: new Uint8Array(bytes), renewed: false }, signal).catch(pdfFailure);
  return { report, file };
}

function CodeForm({ token, onOpened }: { token: string | null; onOpened: (opened: Opened) => void }) {
  const [code, setCode] = useState('');
  const { busy, error, run } = useChange();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const opened = await run(() => openShared(token ?? '', code));
    if (opened) onOpened(opened);
  };
  return (
    // The method keeps the code out of the address should the browser ever send the form by itself.
    <form className={account.form} method="post" onSubmit={(event) => void submit(event)}>
      <div className={account.brand}>
        <Mark size={26} />
        Nightbeat
      </div>
      <h1 className={account.title}>A report was shared with you</h1>
      {token === '' ? (
        <FormError text="This address is incomplete. Open the link again as it was sent to you, to its last letter." />
      ) : (
        <>
          <TextInput
            label="Code"
            description="It came to you by another way than the link."
            size="sm"
            required
            withAsterisk={false}
            autoComplete="off"
            spellCheck={false}
            maxLength={50}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <FormError text={error && changeErrorText(error)} />
          <Button
            type="submit"
            variant="filled"
            size="sm"
            loading={busy}
            disabled={token === null || code.trim() === ''}
          >
            Open the report
          </Button>
          <p className={account.hint}>
            Each opening counts and is noted. After a few wrong codes the link is locked; then ask who sent it.
          </p>
        </>
      )}
    </form>
  );
}

/** What somebody outside sees of a link: a field for the code, and the report once the code is right. */
export function SharedReport() {
  const token = useToken();
  const [opened, setOpened] = useState<Opened | null>(null);
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (opened) page.current?.focus();
  }, [opened]);
  if (!opened) return <CodeForm token={token} onOpened={setOpened} />;
  return (
    <div ref={page} tabIndex={-1} className={classes.shared}>
      <h1 className={account.title}>The report that was shared with you</h1>
      <PdfFrame
        title="Shared report"
        report={opened.report}
        onRetry={() => setOpened(null)}
        about={sizeText(opened.report)}
        missing="There is none."
        page={1}
        onPage={() => undefined}
      />
      <div className={classes.below}>
        <Button onClick={() => saveFile('report.pdf', opened.file)}>Save PDF</Button>
      </div>
    </div>
  );
}
