'use client';

import { JumpList, PlaceList } from './jump/jump-list';
import { Totals } from './jump/totals';
import type { LongRecording } from './use-long-recording';

/** What is known of the beats of a long recording, beside its paper. Nothing before they are there. */
export function LongAside({ long }: { long: LongRecording }) {
  const { beats, walk, clock } = long;
  if (!beats) return null;
  return (
    <>
      <JumpList beats={beats} walk={walk} />
      <PlaceList walk={walk} clock={clock} />
      <Totals beats={beats} />
    </>
  );
}
