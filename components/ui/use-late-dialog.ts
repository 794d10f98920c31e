'use client';

import { useEffect, useState } from 'react';

/** True from the first opening on: a dialog that is loaded when it is first opened stays, so that it closes as it should. */
export function useOpenedOnce(opened: boolean): boolean {
  const [was, setWas] = useState(opened);
  if (opened && !was) setWas(true);
  return was || opened;
}

/**
 * Whether a dialog is open, for one that is loaded when it is first opened: never as it comes, but right after. Mantine
 * notes where the focus was when a dialog opens, and gives it back there; it notes nothing of one that comes open.
 */
export function useOpenedAfterLoad(opened: boolean): boolean {
  const [here, setHere] = useState(false);
  useEffect(() => setHere(true), []);
  return here && opened;
}
