'use client';

import { Button, FileInput } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useChange } from '@/components/devices/use-change';
import { DecisionDialog, DecisionForm } from '@/components/recordings/decision-form';
import { putFile } from '@/lib/client/api';
import { MAX_PDF_BYTES } from '@/lib/ingest/domain/pdf';
import type { Recording } from '@/lib/recordings/contracts';

const PDF = 'application/pdf';

/** What of the answer is told here. */
interface Attached {
  status: 'stored' | 'duplicate';
  version: number;
}

interface AttachFormProps {
  recording: Recording;
  onAttached: (attached: Attached) => void;
  onClose: () => void;
}

function whatHappens({ version, files }: Recording): string {
  const replaces = files.some(({ role }) => role === 'report') ? `, in the place of the one of version ${version}` : '';
  return `The record gets version ${version + 1} with this report${replaces}. Nobody has read that version: a confirmed reading stays with version ${version}. A report whose text names somebody else is refused.`;
}

function AttachForm({ recording, onAttached, onClose }: AttachFormProps) {
  const router = useRouter();
  const change = useChange();
  const [file, setFile] = useState<File | null>(null);
  const tooLarge = file !== null && file.size > MAX_PDF_BYTES;
  const attach = async () => {
    if (!file || tooLarge) return;
    // what kind of file it is, its bytes tell; browsers go by its name
    const pdf = new Blob([file], { type: PDF });
    const path = `/api/ecg/data/${recording.id}/report?version=${recording.version}`;
    const attached = await change.run(() => putFile<Attached>(path, pdf));
    if (attached) onAttached(attached);
  };
  return (
    <DecisionForm
      action="Attach"
      change={change}
      disabled={file === null || tooLarge}
      onSubmit={() => void attach()}
      onReload={async () => router.refresh()}
      onClose={onClose}
    >
      <div>{whatHappens(recording)}</div>
      <FileInput
        label="Report"
        description="One PDF, at most 20 MB."
        placeholder="Choose a PDF"
        accept={PDF}
        required
        clearable
        clearButtonProps={{ 'aria-label': 'Take the chosen PDF out' }}
        data-autofocus
        value={file}
        error={tooLarge ? 'A report has at most 20 MB.' : null}
        onChange={setFile}
      />
    </DecisionForm>
  );
}

/** The way to attach a report that came later than its ECG. */
export function AttachReport({ recording }: { recording: Recording }) {
  const router = useRouter();
  const [opened, setOpened] = useState(false);
  const [known, setKnown] = useState<number | null>(null);
  const open = () => {
    setKnown(null);
    setOpened(true);
  };
  const onAttached = ({ status, version }: Attached) => {
    setOpened(false);
    if (status === 'duplicate') setKnown(version);
    router.refresh();
  };
  return (
    <>
      <Button
        h={26}
        leftSection={<IconPaperclip size={14} stroke={1.5} aria-hidden="true" />}
        aria-haspopup="dialog"
        onClick={open}
      >
        Attach report…
      </Button>
      {known !== null && <span role="status">This very report is there already, with version {known}.</span>}
      <DecisionDialog opened={opened} title="Attach a report" onClose={() => setOpened(false)}>
        <AttachForm recording={recording} onAttached={onAttached} onClose={() => setOpened(false)} />
      </DecisionDialog>
    </>
  );
}
