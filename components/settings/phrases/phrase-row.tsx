import { ActionIcon, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { LONGEST_PHRASE, type PhraseFault } from '@/lib/ecg/domain/reading/phrase-list';
import classes from './phrases.module.css';
import type { PhraseEntry } from './use-phrase-list';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

const FAULT_WORDS: Record<PhraseFault, string> = {
  empty: 'Write the phrase, or remove it.',
  twice: 'This phrase is in the list already.',
};

/** The parts of a row that take the focus. */
export type RowPart = 'text' | 'up' | 'down';

/** The id of a part of a row, to find it again after its row has moved. */
export const rowPartId = (id: number, part: RowPart): string => `phrase-${id}-${part}`;

interface PhraseRowProps {
  entry: PhraseEntry;
  /** Its place, from 0, and how many there are. */
  at: number;
  of: number;
  fault: PhraseFault | null;
  /** False while a part of the list is shown, as places are then not to be seen. */
  movable: boolean;
  onChange: (text: string) => void;
  onMove: (to: number, part: RowPart) => void;
  onRemove: () => void;
}

/** Where a key moves a row: one place with Alt, to the end with Shift as well. */
function placeOfKey({ key, altKey, shiftKey }: KeyboardEvent, at: number, of: number): number | null {
  if (!altKey || (key !== 'ArrowUp' && key !== 'ArrowDown')) return null;
  if (shiftKey) return key === 'ArrowUp' ? 0 : of - 1;
  return key === 'ArrowUp' ? at - 1 : at + 1;
}

function MoveButton({ part, ...row }: PhraseRowProps & { part: 'up' | 'down' }) {
  const { entry, at, of, onMove } = row;
  const possible = part === 'up' ? at > 0 : at < of - 1;
  const Icon = part === 'up' ? IconArrowUp : IconArrowDown;
  return (
    <ActionIcon
      id={rowPartId(entry.id, part)}
      variant="subtle"
      color="gray"
      size={30}
      // not switched off, which would take the focus away from whoever presses it again and again
      aria-disabled={!possible}
      aria-label={`Move ${part}: ${entry.text}`}
      onClick={() => possible && onMove(part === 'up' ? at - 1 : at + 1, part)}
    >
      <Icon {...ICON} />
    </ActionIcon>
  );
}

/** One phrase: its place, its words, and what can be done with it. */
export function PhraseRow(row: PhraseRowProps) {
  const { entry, at, of, fault, movable, onChange, onMove, onRemove } = row;
  const onKeyDown = (event: KeyboardEvent) => {
    const to = movable ? placeOfKey(event, at, of) : null;
    if (to === null) return;
    event.preventDefault();
    if (to >= 0 && to < of && to !== at) onMove(to, 'text');
  };
  return (
    <li className={classes.row}>
      <span className={classes.place} aria-hidden="true">
        {at + 1}
      </span>
      <TextInput
        id={rowPartId(entry.id, 'text')}
        size="xs"
        aria-label={`Phrase ${at + 1} of ${of}`}
        maxLength={LONGEST_PHRASE}
        autoComplete="off"
        error={fault && FAULT_WORDS[fault]}
        value={entry.text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.rowActions}>
        {movable && (
          <>
            <MoveButton {...row} part="up" />
            <MoveButton {...row} part="down" />
          </>
        )}
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={`Remove: ${entry.text}`} onClick={onRemove}>
          <IconTrash {...ICON} />
        </ActionIcon>
      </div>
    </li>
  );
}
