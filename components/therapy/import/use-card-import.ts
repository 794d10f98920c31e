import { useCallback, useState } from 'react';
import { type ApiError, asApiError, postForm } from '@/lib/client/api';
import type { ImportAnswer } from '@/lib/ingest/contracts';
import { type CardPart, cardParts, modalityOf } from './card-parts';
import type { CardUploadFile } from './dropped-files';

/** What an import has come to so far. */
export interface ImportTally {
  stored: number;
  known: number;
  held: number;
  failed: number;
  /** Why days or files could not be taken, each once. */
  unused: { name: string; detail: string }[];
}

export type CardImportState =
  | { step: 'idle' }
  | { step: 'not_a_card' }
  | { step: 'sending'; sent: number; total: number; tally: ImportTally }
  | { step: 'done'; tally: ImportTally }
  | { step: 'stopped'; tally: ImportTally; error: ApiError };

const NOTHING: ImportTally = { stored: 0, known: 0, held: 0, failed: 0, unused: [] };

/** Days of a later part that an earlier one brought are known: they count once, as what they were first. */
function withAnswer(tally: ImportTally, answer: ImportAnswer, seen: Set<string>): ImportTally {
  const next = { ...tally, unused: [...tally.unused] };
  for (const record of answer.records) {
    if ('problem' in record) {
      next.failed++;
      const [fault] = record.problem.errors ?? [];
      next.unused.push({ name: 'A day', detail: fault?.detail ?? record.problem.detail });
      continue;
    }
    // a held day of two parts is two records that nobody owns yet, and one day nevertheless
    const day = record.night ?? record.id;
    if (seen.has(day)) continue;
    seen.add(day);
    if (record.status === 'duplicate') next.known++;
    else if (record.status === 'quarantined') next.held++;
    else next.stored++;
  }
  for (const { name, detail } of answer.files) {
    if (!next.unused.some((known) => known.name === name && known.detail === detail))
      next.unused.push({ name, detail });
  }
  return next;
}

async function kindOf(files: readonly CardUploadFile[]): Promise<'cpap' | 'bipap'> {
  const identification = files.find(({ path }) => /Identification\.(json|tgt)$/i.test(path));
  return identification ? modalityOf(await identification.file.slice(0, 65_536).text()) : 'cpap';
}

function formOf(part: CardPart<CardUploadFile>, patient_id: string): FormData {
  const form = new FormData();
  form.set('data', JSON.stringify({ patient_id, summary_days: part.summaryDays }));
  for (const { path, file } of part.files) form.append('file', file, path);
  return form;
}

/** Sends a card part by part; what arrived stays, so that a broken import is simply begun again. */
export function useCardImport(patient_id: string) {
  const [state, setState] = useState<CardImportState>({ step: 'idle' });
  const run = useCallback(
    async (files: readonly CardUploadFile[]) => {
      const parts = cardParts(files);
      if (parts.length === 0) {
        setState({ step: 'not_a_card' });
        return;
      }
      const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
      const seen = new Set<string>();
      let [tally, sent] = [NOTHING, 0];
      try {
        setState({ step: 'sending', sent, total, tally });
        const path = `/api/${await kindOf(files)}/data`;
        for (const part of parts) {
          tally = withAnswer(tally, await postForm<ImportAnswer>(path, formOf(part, patient_id)), seen);
          sent += part.bytes;
          setState({ step: 'sending', sent, total, tally });
        }
        setState({ step: 'done', tally });
      } catch (cause) {
        setState({ step: 'stopped', tally, error: asApiError(cause) });
      }
    },
    [patient_id],
  );
  const reset = useCallback(() => setState({ step: 'idle' }), []);
  return { state, run, reset };
}
