'use client';

import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { StateIcon } from '@/components/ui/status-chip';
import { UNDO_MS } from '@/lib/ecg/domain/reading/reading';
import classes from './reading.module.css';

interface UndoBarProps {
  word: string;
  busy: boolean;
  onUndo: () => void;
  onNext: () => void;
  /** The minute is over; the server says so too. */
  onOver: () => void;
}

/** What was just done, for a minute: it can be taken back, and the next one is a key away. */
export function UndoBar({ word, busy, onUndo, onNext, onOver }: UndoBarProps) {
  const over = useRef(onOver);
  useEffect(() => {
    over.current = onOver;
  });
  useEffect(() => {
    const timer = setTimeout(() => over.current(), UNDO_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.undo} role="status">
      <StateIcon state="fine" />
      <span>{word}. It can be taken back for a minute.</span>
      <Button
        aria-keyshortcuts="u"
        loading={busy}
        leftSection={<IconArrowBackUp size={14} stroke={1.5} aria-hidden="true" />}
        onClick={onUndo}
      >
        Undo
      </Button>
      <Button aria-keyshortcuts="Shift+N" onClick={onNext}>
        Next unread
      </Button>
    </div>
  );
}
