import Link from 'next/link';
import { clockText } from '@/components/charts/lanes/device-clock';
import { nightAddress } from '@/components/correlation/ecg-jump';
import { FactTag } from '@/components/ui/status-chip';
import type { Recording } from '@/lib/recordings/contracts';
import type { EcgMoment } from './ecg-moment';

/** Where the ECG was opened, by its own device's clock, and the way from its paper to the same moment of the night. */
export function NightMoment({ recording, moment }: { recording: Recording; moment: EcgMoment }) {
  const { id, link, recording_date, utc_offset_minutes } = recording;
  const { openedAtMs, onPaperMs } = moment;
  const clock = [{ atMs: 0, utcOffsetMinutes: utc_offset_minutes }];
  const leads = link?.kind === 'during' && link.night_id !== null && onPaperMs !== null;
  return (
    <>
      {openedAtMs !== null && (
        <FactTag>Opened at {clockText(clock, Date.parse(recording_date) + openedAtMs, true)}, ECG’s clock</FactTag>
      )}
      {leads && (
        <FactTag>
          <Link href={nightAddress(link.night_id ?? '', id, onPaperMs)} prefetch={false}>
            This moment in the night
          </Link>
        </FactTag>
      )}
    </>
  );
}
