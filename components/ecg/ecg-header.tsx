import card from '@/components/ui/card.module.css';
import { FactTag, StatusChip } from '@/components/ui/status-chip';
import type { Recording } from '@/lib/recordings/contracts';
import classes from './ecg-viewer.module.css';
import { deviceLocalText, deviceText, ecgTitle, recordedText, technicalText } from './recording-text';

const SHOWN_WARNINGS = 3;

function Priority({ priority }: { priority: Recording['priority'] }) {
  if (priority === 'stat') return <StatusChip state="critical" word="STAT" />;
  if (priority === 'urgent') return <StatusChip state="high" word="Urgent" />;
  return <FactTag>Routine</FactTag>;
}

function words(code: string): string {
  const text = code.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function WarningChips({ warnings }: { warnings: Recording['warnings'] }) {
  if (warnings.length === 0) return <StatusChip state="fine" word="No quality warning" />;
  const codes = [...new Set(warnings.map((warning) => warning.code))];
  return (
    <>
      {codes.slice(0, SHOWN_WARNINGS).map((code) => (
        <StatusChip key={code} state="caution" word={words(code)} />
      ))}
      {codes.length > SHOWN_WARNINGS && (
        <StatusChip state="caution" word={`${codes.length - SHOWN_WARNINGS} more, see Warnings`} />
      )}
    </>
  );
}

/** What this recording is: kind, time, priority, warnings, device, version. */
export function EcgHeader({ recording, timeZone }: { recording: Recording; timeZone: string }) {
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
        {recording.time_ambiguous && <StatusChip state="caution" word="Time ambiguous" />}
        <Priority priority={recording.priority} />
        <WarningChips warnings={recording.warnings} />
      </span>
      <span className={classes.technical}>{deviceText(recording)}</span>
    </header>
  );
}
