'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { CursorStore } from '@/components/charts/lanes/cursor-store';
import { clockText, type DeviceClock } from '@/components/charts/lanes/device-clock';
import { useCursor } from '@/components/charts/lanes/lane-cursor';
import { ecgTitle } from '@/components/ecg/recording-text';
import { useShortcuts } from '@/components/ui/use-shortcuts';
import { clockMark } from '@/lib/correlation/domain/clock/clock-rule';
import type { NightEcg } from '@/lib/correlation/night-contracts';
import classes from './correlation.module.css';
import { ecgAddress, ecgAt } from './ecg-jump';

interface OpenEcgProps {
  /** Those recorded during the night, the one in the lane first. */
  ecgs: readonly NightEcg[];
  cursor: CursorStore;
  clock: DeviceClock;
}

/** Leads from the lanes into the ECG, at the moment the cursor stands at. */
export function OpenEcg({ ecgs, cursor, clock }: OpenEcgProps) {
  const router = useRouter();
  const at = useCursor(cursor);
  const found = ecgAt(ecgs, at);
  const address = found && ecgAddress(found.ecg.recording.id, found.atMs);
  useShortcuts(address === null ? {} : { e: () => router.push(address) });
  return (
    <p className={classes.open}>
      {found && address !== null ? (
        <>
          <Link href={address} prefetch={false} aria-keyshortcuts="e">
            Open the {ecgTitle(found.ecg.recording)} at {clockText(clock, at, true)}
          </Link>
          <span className={classes.dim}>{clockMark(found.ecg.clock)}</span>
        </>
      ) : (
        <span className={classes.dim}>No ECG that could be opened at the cursor</span>
      )}
    </p>
  );
}
