import type { ReactNode } from 'react';
import { StatePanel } from '@/components/ui/state-panel';
import type { Recording } from '@/lib/recordings/contracts';

/** In place of the viewer, for a recording whose trace cannot be shown (yet, or any more). */
export function UnreadyRecording({ status, restore }: { status: Recording['status']; restore: ReactNode }) {
  if (status === 'processing') {
    return (
      <StatePanel wholePage kind="first" title="This recording is still being read">
        It is stored safely. Load this page again in a moment.
      </StatePanel>
    );
  }
  if (status === 'failed') {
    return (
      <StatePanel wholePage kind="error" title="This recording could not be read">
        What was sent is kept as it is. Ask the sender to check the file.
      </StatePanel>
    );
  }
  return (
    <StatePanel wholePage kind="denied" title="This recording was deleted" actions={restore}>
      An administrator can restore it for as long as deleted records are kept.
    </StatePanel>
  );
}
