'use client';

import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { StateIcon } from '@/components/ui/status-chip';
import classes from './reading.module.css';

interface UndoBarProps {
  word: string;
  /** Until when, by this browser's clock. */
  until: number;
  busy: boolean;
  onUndo: () => void;
  /** Absent where the page is the next one already. */
  onNext?: () => void;
  /** The minute is over; the server says so too. */
  onOver: () => void;
}

/** What was just done, for a minute: it can be taken back, and the next one is a key away. */
export function UndoBar({ word, until, busy, onUndo, onNext, onOver }: UndoBarProps) {
  const over = useRef(onOver);
  useEffect(() => {
    over.current = onOver;
  });
  useEffect(() => {
    const timer = setTimeout(() => over.current(), until - Date.now());
    return () => clearTimeout(timer);
  }, [until]);
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
      {onNext && (
        <Button aria-keyshortcuts="Shift+N" onClick={onNext}>
          Next unread
        </Button>
      )}
    </div>
  );
}
