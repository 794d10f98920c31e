'use client';

import { Button } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { asApiError, getBytes } from '@/lib/client/api';
import { saveFile } from '@/lib/client/save-file';
import menu from '../export/report-menu.module.css';

interface CompareReportProps {
  /** The later ECG. */
  id: string;
  /** The earlier one. */
  other: string;
  /** Where the papers begin. */
  fromMs: number;
}

/** Takes the comparison out as a PDF to print: values, median beats and both traces at true scale. */
export function CompareReport({ id, other, fromMs }: CompareReportProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      const path = `/api/ecg/data/${id}/comparison.pdf?with=${other}&from_ms=${Math.round(fromMs)}`;
      saveFile('ecg-comparison.pdf', new Blob([await getBytes(path)], { type: 'application/pdf' }));
    } catch (cause) {
      setError(`Nothing was saved. ${asApiError(cause).message}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        title="Values, median beats and 10 s of both as a PDF at true scale, to print"
        leftSection={<IconFileDownload size={16} stroke={1.5} aria-hidden />}
        loading={busy}
        onClick={() => void save()}
      >
        Report
      </Button>
      {error && (
        <span role="alert" className={menu.error}>
          {error}
        </span>
      )}
    </>
  );
}
