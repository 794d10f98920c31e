'use client';

import { useState } from 'react';
import { useChange } from '@/components/devices/use-change';
import { getJson, putJson } from '@/lib/client/api';

/**
 * A setting that is decided in a dialog, and the decision that is being made.
 * @param path where it is read and written
 */
export function useDecidedSetting<Setting, Decision>(path: string, initial: Setting) {
  const change = useChange();
  const [setting, setSetting] = useState(initial);
  const [decision, setDecision] = useState<Decision | null>(null);
  const open = (next: Decision | null) => {
    change.clear();
    setDecision(next);
  };
  const send = async (body: object) => {
    const decided = await change.run(() => putJson<Setting>(path, body));
    if (!decided) return;
    setSetting(decided);
    setDecision(null);
  };
  const reload = async () => {
    const now = await change.run(() => getJson<Setting>(path));
    if (now) setSetting(now);
  };
  return { change, setting, decision, open, send, reload };
}
