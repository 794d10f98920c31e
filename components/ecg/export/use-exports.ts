'use client';

import { useState } from 'react';
import { gainText } from '@/components/ecg/ecg-card';
import { filterText } from '@/components/ecg/filter-text';
import { READING_WORDS } from '@/components/ecg/reading-chip';
import { recordedText } from '@/components/ecg/recording-text';
import type { EcgBench } from '@/components/ecg/use-ecg-bench';
import { asApiError, getBytes, postJson } from '@/lib/client/api';
import { bandwidthText } from '@/lib/client/bandwidth-text';
import { formatName, formatSex } from '@/lib/client/format-person';
import { formatPlainDate } from '@/lib/client/format-time';
import { formatDecimal } from '@/lib/client/format-value';
import { saveFile } from '@/lib/client/save-file';
import type { Patient } from '@/lib/patients/contracts';
import type { Recording } from '@/lib/recordings/contracts';
import { drawPicture } from './picture';

export const EXPORT_KINDS = ['pdf', 'png', 'csv', 'json'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

interface Exported {
  recording: Recording;
  patient: Patient;
  timeZone: string;
  bench: EcgBench;
}

const FILES = {
  pdf: { path: 'report.pdf', type: 'application/pdf' },
  csv: { path: 'samples.csv', type: 'text/csv' },
  json: { path: 'ecg.json', type: 'application/json' },
} as const;

function headOf({ recording, patient, timeZone }: Exported): string[] {
  const born = patient.birth_date ? formatPlainDate(patient.birth_date) : 'not known';
  const { state, author } = recording.reading;
  const read = state === 'unconfirmed' ? 'UNCONFIRMED' : `${READING_WORDS[state]} by ${author ?? 'unknown'}`;
  return [
    formatName(patient),
    `Born ${born} · ${formatSex(patient.sex)} · Patient ID ${patient.patient_id}`,
    `Recorded ${recordedText(recording, timeZone)} · version ${recording.version} · ${read}`,
  ];
}

function footOf({ recording, bench: { view, window, display } }: Exported): string {
  const median = view.block === 'median' ? ['median beats by the device, not the recording'] : [];
  const seconds = (ms: number) => formatDecimal(ms / 1000, 1);
  return [
    `${formatDecimal(view.speed, 1)} mm/s`,
    gainText(view),
    bandwidthText(recording.filters),
    filterText(display.filter, window.data).text,
    `${seconds(view.time.fromMs)} to ${seconds(view.time.toMs)} of ${seconds(recording.duration_ms)} s`,
    ...median,
  ].join('   ');
}

async function picture(exported: Exported): Promise<Blob> {
  const { recording, bench } = exported;
  // the trail knows of it before anybody has it
  await postJson(`/api/ecg/data/${recording.id}/picture-exports`, { version: recording.version });
  const { view, window } = bench;
  return drawPicture({
    ...{ head: headOf(exported), foot: footOf(exported) },
    ...{ placed: view.placed, traces: window.data, speedMmPerS: view.speed },
  });
}

async function file(kind: Exclude<ExportKind, 'png'>, { recording, bench }: Exported): Promise<Blob> {
  const { path, type } = FILES[kind];
  const from = kind === 'pdf' && bench.view.block === 'rhythm' ? `&from_ms=${Math.round(bench.view.time.fromMs)}` : '';
  const bytes = await getBytes(`/api/ecg/data/${recording.id}/${path}?version=${recording.version}${from}`);
  return new Blob([bytes], { type });
}

/** Takes the ECG out as a file, one at a time; keeps why that failed. */
export function useExports(exported: Exported) {
  const [busy, setBusy] = useState<ExportKind | null>(null);
  const [error, setError] = useState<string | null>(null);
  const save = async (kind: ExportKind) => {
    setBusy(kind);
    setError(null);
    try {
      const { id, version } = exported.recording;
      saveFile(`ecg-${id}-v${version}.${kind}`, kind === 'png' ? await picture(exported) : await file(kind, exported));
    } catch (cause) {
      setError(`Nothing was saved. ${asApiError(cause).message}`);
    } finally {
      setBusy(null);
    }
  };
  return { busy, error, save };
}
