'use client';

import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { FormError } from '@/components/account/form-error';
import { changeErrorText } from '@/components/devices/use-change';
import { isReason } from '@/components/recordings/decision-form';
import { Note } from '@/components/ui/state-panel';
import { StateIcon } from '@/components/ui/status-chip';
import { useHydrated } from '@/components/ui/use-hydrated';
import { useKeptText } from '@/components/ui/use-kept-text';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { formatDateTime, formatSpan } from '@/lib/client/format-time';
import { isFinal } from '@/lib/ecg/domain/reading/reading';
import type { Recording } from '@/lib/recordings/contracts';
import panel from '../read-panel.module.css';
import { READING_WORDS } from '../reading-chip';
import { ChangedMeanwhile } from './changed-meanwhile';
import { EarlierUndo } from './earlier-undo';
import classes from './reading.module.css';
import { ReadingHistory } from './reading-history';
import { RepeatButton, RepeatNote } from './repeat-request';
import { StatementField } from './statement-field';
import { UndoBar } from './undo-bar';
import { useNextUnread } from './use-next-unread';
import type { ReadingRights, ReadingState } from './use-reading';

/** Who looks at the page, for its reading: what they may do, and their department's phrases. */
export interface ReadingSetting {
  rights: ReadingRights;
  phrases: readonly string[];
}

/** Why nobody can write a reading of what is on the page; null where one can. */
function readOnlyReason(record: Recording, { write }: ReadingRights): string | null {
  if (record.status !== 'stored' || record.patient_ref === null)
    return 'Held: whose it is, a person decides first. Until then it cannot be read.';
  if (record.version !== record.latest_version) return 'An older version is read no more. Open the latest.';
  return write ? null : 'Your role may see readings, not write them.';
}

function Said({ record, timeZone }: { record: Recording; timeZone: string }) {
  const { statement, author, recorded_at, time_to_read_ms, state } = record.reading;
  if (statement === null) return null;
  return (
    <div>
      <p className={classes.words}>{statement}</p>
      <div className={classes.by}>
        {READING_WORDS[state]} by {author ?? 'unknown'}
        {recorded_at && `, ${formatDateTime(recorded_at, timeZone)}`}, version {record.reading.version}
        {time_to_read_ms !== null && ` · read ${formatSpan(time_to_read_ms)} after receipt`}
      </div>
    </div>
  );
}

function EarlierNote({ record, timeZone }: { record: Recording; timeZone: string }) {
  const { earlier } = record.reading;
  if (!earlier) return null;
  return (
    <Note tone="caution" icon={<StateIcon state="caution" />}>
      <strong>
        {READING_WORDS[earlier.state]} on v{earlier.version}
      </strong>{' '}
      by {earlier.author ?? 'unknown'}
      {earlier.recorded_at && `, ${formatDateTime(earlier.recorded_at, timeZone)}`}. This is version{' '}
      {record.reading.version}, which nobody has confirmed.{' '}
      <a href={`/ecg/${record.id}?version=${earlier.version}`}>Open version {earlier.version}</a>
    </Note>
  );
}

/** Ctrl and Enter together, wherever on the page: single-letter keys are another matter. */
function useConfirmKey(confirm: (() => void) | null, save: (() => void) | null): void {
  const latest = useRef({ confirm, save });
  useEffect(() => {
    latest.current = { confirm, save };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest('[role="dialog"]')) return;
      const run = event.shiftKey ? latest.current.save : latest.current.confirm;
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

interface EditorProps {
  reading: ReadingState;
  setting: ReadingSetting;
  /** Opens the next unread ECG. */
  onNext: () => void;
}

/** Whether this reader wants the next unread ECG as soon as one is confirmed; kept in this browser. */
function useOpensNext(): [boolean, (on: boolean) => void] {
  const [kept, keep] = useKeptText('nightbeat-confirm-opens-next');
  return [kept === 'on', (on) => keep(on ? 'on' : 'off')];
}

function useEditor({ reading, setting, onNext }: EditorProps) {
  const { record, draft, amending, busy } = reading;
  const field = useRef<HTMLTextAreaElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [opensNext, setOpensNext] = useOpensNext();
  const final = isFinal(record.reading.state);
  const blocked = busy || reading.theirs !== null;
  const finish = (action: 'save' | 'confirm' | 'amend') => {
    if (blocked) return;
    const statement = draft.trim();
    const missing = statement === '' ? 'Write a statement first.' : null;
    setFault(missing);
    if (missing) return field.current?.focus();
    if (action !== 'amend')
      return void reading
        .send({ action, statement })
        .then((done) => done && action === 'confirm' && opensNext && onNext());
    if (amending === null || !isReason(amending)) return;
    void reading.send({ action, statement, reason: amending.trim() });
  };
  const { confirm: mayConfirm } = setting.rights;
  const confirm = mayConfirm && !(final && amending === null) ? () => finish(final ? 'amend' : 'confirm') : null;
  const save = final ? null : () => finish('save');
  useConfirmKey(confirm, save);
  return { field, fault, final, blocked, confirm, save, mayConfirm, opensNext, setOpensNext };
}

type EditorState = ReturnType<typeof useEditor>;

function EditorActions({ reading, editor }: { reading: ReadingState; editor: EditorState }) {
  const { final, blocked, confirm, save } = editor;
  return (
    <div className={classes.actions}>
      {final && <Button onClick={() => reading.setAmending(null)}>Cancel</Button>}
      {save && (
        <Button loading={reading.busy} disabled={blocked} onClick={save}>
          Preliminary
        </Button>
      )}
      {confirm && (
        <Button
          variant="filled"
          loading={reading.busy}
          disabled={blocked || (final && !isReason(reading.amending ?? ''))}
          leftSection={<IconCheck size={14} stroke={1.5} aria-hidden="true" />}
          onClick={confirm}
        >
          {final ? 'Amend' : 'Confirm'}
        </Button>
      )}
    </div>
  );
}

function EditorKeys({ final, confirm, save, opensNext }: EditorState) {
  return (
    <div className={classes.keys}>
      {confirm ? (
        <>
          <kbd>Ctrl</kbd> <kbd>Enter</kbd> {final ? 'amend' : opensNext ? 'confirm, open the next' : 'confirm'}
        </>
      ) : (
        'Your role may not confirm: somebody who may will see it on the worklist.'
      )}
      {save && (
        <>
          {' '}
          · <kbd>Ctrl</kbd> <kbd>Shift</kbd> <kbd>Enter</kbd> preliminary
        </>
      )}
    </div>
  );
}

function Editor({ reading, setting, onNext }: EditorProps) {
  const editor = useEditor({ reading, setting, onNext });
  const { field, fault, final, confirm, mayConfirm, opensNext, setOpensNext } = editor;
  const { draft, setDraft, amending, setAmending } = reading;
  useShortcuts({ r: () => field.current?.focus() });
  if (final && amending === null)
    return mayConfirm ? (
      <div className={classes.actions}>
        <Button onClick={() => setAmending('')}>Amend…</Button>
      </div>
    ) : null;
  return (
    <>
      <StatementField
        ref={field}
        label={final ? 'Amended statement' : 'Reader statement'}
        value={draft}
        phrases={setting.phrases}
        error={draft.trim() === '' ? fault : null}
        onChange={setDraft}
      />
      {final && (
        <TextInput
          label="Reason for the amendment"
          description="For the audit trail; no names and no patient ids."
          required
          maxLength={500}
          value={amending ?? ''}
          onChange={(event) => setAmending(event.currentTarget.value)}
        />
      )}
      <EditorActions reading={reading} editor={editor} />
      <EditorKeys {...editor} />
      {confirm && !final && (
        <Checkbox
          size="xs"
          label="Confirming opens the next unread ECG"
          checked={opensNext}
          onChange={(event) => setOpensNext(event.currentTarget.checked)}
        />
      )}
    </>
  );
}

function NextUnread({ onGo }: { onGo: () => void }) {
  const hydrated = useHydrated();
  return (
    <button type="button" className={classes.toggle} aria-keyshortcuts="Shift+N" onClick={onGo} disabled={!hydrated}>
      Next unread
    </button>
  );
}

interface ReadingSectionProps {
  reading: ReadingState;
  setting: ReadingSetting;
  timeZone: string;
}

/** The reader's part: what stands, the words being written, the steps on, and everything said before. */
export function ReadingSection({ reading, setting, timeZone }: ReadingSectionProps) {
  const { record, theirs, error } = reading;
  const readOnly = readOnlyReason(record, setting.rights);
  const next = useNextUnread(record.id, reading.dirty);
  const undo = reading.undoableUntil !== null ? () => void reading.send({ action: 'undo' }) : null;
  useShortcuts({ 'Shift+n': next.go, ...(undo ? { u: undo } : {}) });
  return (
    <section className={`${panel.section} ${panel.reading}`} aria-label="Reading">
      <div className={panel.head}>
        <h3>Reader</h3>
        <NextUnread onGo={next.go} />
      </div>
      <div className={classes.stack}>
        <EarlierNote record={record} timeZone={timeZone} />
        <RepeatNote record={record} timeZone={timeZone} />
        <Said record={record} timeZone={timeZone} />
        <EarlierUndo recordId={record.id} />
        {undo && reading.undoableUntil !== null && (
          <UndoBar
            key={record.revision}
            until={reading.undoableUntil}
            word={READING_WORDS[record.reading.state]}
            busy={reading.busy}
            onUndo={undo}
            onNext={next.go}
            onOver={reading.endUndo}
          />
        )}
        {theirs && <ChangedMeanwhile mine={record} theirs={theirs} timeZone={timeZone} onGoOn={reading.goOn} />}
        <FormError text={error && changeErrorText(error)} />
        {next.text && (
          <div role="status" className={classes.by}>
            {next.text}
          </div>
        )}
        {readOnly ? (
          <p className={classes.by}>{readOnly}</p>
        ) : (
          <Editor reading={reading} setting={setting} onNext={next.goOn} />
        )}
        <div className={classes.foot}>
          <ReadingHistory recordId={record.id} revision={record.revision} timeZone={timeZone} />
          {readOnly === null && <RepeatButton record={record} onChanged={reading.adopt} />}
        </div>
      </div>
    </section>
  );
}
