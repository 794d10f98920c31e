import { LinkChip } from '@/components/correlation/link-chip';
import card from '@/components/ui/card.module.css';
import { FactTag, StatusChip } from '@/components/ui/status-chip';
import { formatDate } from '@/lib/client/format-time';
import type { Recording } from '@/lib/recordings/contracts';
import classes from './ecg-viewer.module.css';
import { useMeasured } from './measurements/use-measured';
import type { EcgMoment } from './moment/ecg-moment';
import { NightMoment } from './moment/night-moment';
import { QualityChips } from './quality-chips';
import { deviceLocalText, deviceText, ecgTitle, recordedText, technicalText } from './recording-text';

function Priority({ priority }: { priority: Recording['priority'] }) {
  if (priority === 'stat') return <StatusChip state="critical" word="STAT" />;
  if (priority === 'urgent') return <StatusChip state="high" word="Urgent" />;
  return <FactTag>Routine</FactTag>;
}

interface EcgHeaderProps {
  recording: Recording;
  timeZone: string;
  moment: EcgMoment;
}

/** What this recording is: kind, time, priority, warnings, device, version. */
export function EcgHeader({ recording, timeZone, moment }: EcgHeaderProps) {
  useMeasured(recording);
  const deviceLocal = deviceLocalText(recording, timeZone);
  return (
    <header className={card.header}>
      <h1 className={classes.title}>{ecgTitle(recording)}</h1>
      <span className={classes.recorded}>{recordedText(recording, timeZone)}</span>
      <span className={classes.technical}>
        {technicalText(recording)}
        {deviceLocal && ` · ${deviceLocal}`}
      </span>
      <span className={classes.chips}>
        {recording.version > 1 && <FactTag>v{recording.version}</FactTag>}
        {recording.reading.earlier && (
          <StatusChip state="caution" word={`Confirmed on v${recording.reading.earlier.version}`} />
        )}
        {recording.repeat_request && <StatusChip state="info" word="Repeat asked" />}
        {recording.moved_at !== null && (
          <FactTag>Moved to this patient {formatDate(recording.moved_at, timeZone)}</FactTag>
        )}
        {recording.legal_hold && <StatusChip state="held" word="Legal hold" />}
        {recording.time_ambiguous && <StatusChip state="caution" word="Time ambiguous" />}
        <Priority priority={recording.priority} />
        <LinkChip link={recording.link} />
        <NightMoment recording={recording} moment={moment} />
        <QualityChips recording={recording} />
      </span>
      <span className={classes.technical}>{deviceText(recording)}</span>
    </header>
  );
}
