'use client';

import { Button } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useOpenedOnce } from '@/components/ui/use-late-dialog';
import type { Recording } from '@/lib/recordings/contracts';
import type { PlannedChange } from './record-dialogs';
import { RecordMenu, type RecordRights } from './record-menu';

// Opened now and then, and not with the page.
const RecordDialog = dynamic(() => import('./record-dialogs').then((module) => module.RecordDialog), { ssr: false });

interface PageRecordProps {
  recording: Pick<Recording, 'id' | 'modality' | 'status'>;
  rights: RecordRights;
  now: string;
  timeZone: string;
}

/** What can be done to the record a page shows; the page is made anew after it. */
export function PageRecordActions({ recording, rights, now, timeZone }: PageRecordProps) {
  const { id, modality, status } = recording;
  const [planned, setPlanned] = useState<PlannedChange | null>(null);
  const hasDialog = useOpenedOnce(planned !== null);
  const router = useRouter();
  const changed = () => {
    setPlanned(null);
    router.refresh();
  };
  return (
    <>
      {status === 'stored' && (
        <RecordMenu name="this record" records={[{ id, modality, label: null }]} rights={rights} onPlan={setPlanned} />
      )}
      {status === 'deleted' && rights.delete && (
        <Button variant="filled" onClick={() => setPlanned({ kind: 'restore', id, modality })}>
          Restore…
        </Button>
      )}
      {hasDialog && (
        <RecordDialog
          planned={planned}
          now={now}
          timeZone={timeZone}
          onClose={() => setPlanned(null)}
          onChanged={changed}
        />
      )}
    </>
  );
}
