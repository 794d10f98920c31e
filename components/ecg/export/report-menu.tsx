'use client';

import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconChevronDown, IconFileDownload } from '@tabler/icons-react';
import type { Patient } from '@/lib/patients/contracts';
import type { Recording } from '@/lib/recordings/contracts';
import type { EcgBench } from '../use-ecg-bench';
import classes from './report-menu.module.css';
import { EXPORT_KINDS, type ExportKind, useExports } from './use-exports';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

const WORDS: Record<ExportKind, string> = {
  pdf: 'Report as PDF, true scale, 10 s from here',
  png: 'Picture of this view (PNG)',
  csv: 'Samples (CSV)',
  json: 'Nightbeat JSON',
};

interface ReportMenuProps {
  recording: Recording;
  patient: Patient;
  timeZone: string;
  bench: EcgBench;
}

/** Our own report, and the other forms in which an ECG leaves the portal; each is in the audit trail. */
export function ReportMenu(props: ReportMenuProps) {
  const { busy, error, save } = useExports(props);
  return (
    <>
      <Button.Group>
        <Button leftSection={<IconFileDownload {...ICON} />} loading={busy !== null} onClick={() => void save('pdf')}>
          Report
        </Button>
        <Menu shadow="md" position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label="Other forms of the report" disabled={busy !== null}>
              <IconChevronDown {...ICON} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {EXPORT_KINDS.map((kind) => (
              <Menu.Item
                key={kind}
                disabled={kind === 'png' && props.bench.window.data === null}
                onClick={() => void save(kind)}
              >
                {WORDS[kind]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      {error && (
        <span role="alert" className={classes.error}>
          {error}
        </span>
      )}
    </>
  );
}
