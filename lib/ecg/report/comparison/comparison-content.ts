import { createHash } from 'node:crypto';
import { type ChangeGroup, changeGroups, REPEATABILITY_TEXT } from '@/lib/client/change-rows';
import { ageYears, formatDateTime } from '@/lib/client/format-time';
import { allChecks } from '@/lib/ecg/domain/comparison/all-checks';
import { type Judging, judgingOf } from '@/lib/ecg/domain/comparison/judging';
import { medianOfTraces, type NoMedian, type TraceMedianResult } from '@/lib/ecg/domain/comparison/median-of-traces';
import { type OverlaidBeats, overlayMedians } from '@/lib/ecg/domain/comparison/overlay-cells';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import type { Recording } from '@/lib/recordings/contracts';
import type { SignalWindow } from '@/lib/signals/window';
import type { ExportedEcg } from '../load-for-export';
import { type ReportContent, reportContent } from '../report-content';
import { drawnLeads } from '../report-sheets';

/** Raised whenever the same inputs would be drawn otherwise. */
const COMPARISON_LAYOUT = 1;

/** One of the two, with the samples that are drawn, unfiltered, and as it is read back. */
export interface ComparedExport {
  exported: ExportedEcg;
  window: SignalWindow;
  recording: Recording;
}

/** What a report of a comparison says of one of the two. */
export interface SideContent extends ReportContent {
  /** When it was recorded, as the table and the sheets name it. */
  date: string;
  traces: ReadonlyMap<string, LeadTrace>;
  window: SignalWindow;
}

/** What a report of a comparison says, before anything is drawn. */
export interface ComparisonContent {
  name: string;
  identity: string;
  earlier: SideContent;
  later: SideContent;
  judging: Judging;
  groups: ChangeGroup[];
  checks: string[];
  /** Null where the two are not laid over each other; `overlay_note` says why, or how. */
  overlaid: OverlaidBeats | null;
  overlay_note: string;
  foot: string | null;
  /** Digest of everything the report is made from. */
  inputs_sha256: string;
  created_at: Date;
}

const NO_MEDIAN: Record<NoMedian, string> = {
  not_sampled: 'no leads sampled together',
  gaps: 'gaps throughout',
  too_few_beats: 'fewer than three beats of one shape',
};

function sideOf({ exported, window }: ComparedExport): SideContent {
  const content = reportContent({ ...exported, window });
  const date = formatDateTime(exported.document.recording_date.toISOString(), exported.time_zone);
  return { ...content, date, traces: drawnLeads(window), window };
}

function madeOf(name: string, median: TraceMedianResult): string {
  return median.ok ? `${name}: ${median.used} of ${median.found} beats` : `${name}: none, ${NO_MEDIAN[median.reason]}`;
}

function overlayOf(before: TraceMedianResult, after: TraceMedianResult, judging: Judging) {
  if (!judging.differences)
    return { overlaid: null, overlay_note: 'Under 16 years the two are not laid over each other.' };
  const made = `${madeOf('earlier', before)}, ${madeOf('later', after)}`;
  const overlaid = before.ok && after.ok ? overlayMedians(before, after) : null;
  if (!overlaid) return { overlaid, overlay_note: `No overlay of median beats (${made}).` };
  const laid = overlaid.fit.fitted
    ? `laid by cross-correlation, QRS correlation ${overlaid.fit.likeness.toFixed(3)}`
    : 'shapes too different to fit: laid by the largest deflection of each';
  return { overlaid, overlay_note: `Grey earlier, blue later; ${made}; ${laid}. Computed, not the recording.` };
}

/** The words and values of a report of two ECGs of one patient. The same inputs always give the same. */
export function comparisonContent(earlier: ComparedExport, later: ComparedExport): ComparisonContent {
  const [before, after] = [sideOf(earlier), sideOf(later)];
  const { patient, time_zone } = later.exported;
  const judging = judgingOf(
    patient.birth_date ? ageYears(patient.birth_date, earlier.recording.recording_date, time_zone) : null,
  );
  const medians = [before, after].map(({ traces }) => medianOfTraces([...traces.keys()], traces)) as [
    // one for each of two
    TraceMedianResult,
    TraceMedianResult,
  ];
  const checks = allChecks(
    { recording: earlier.recording, median: medians[0] },
    { recording: later.recording, median: medians[1] },
  ).map(({ text }) => text);
  const groups = changeGroups(earlier.recording, later.recording, judging);
  const inputs = [COMPARISON_LAYOUT, before.inputs_sha256, after.inputs_sha256, groups, checks, judging];
  return {
    ...{ name: after.name, identity: after.identity, earlier: before, later: after, judging, groups, checks },
    ...overlayOf(medians[0], medians[1], judging),
    foot: judging.verdicts ? REPEATABILITY_TEXT : null,
    inputs_sha256: createHash('sha256').update(JSON.stringify(inputs)).digest('hex'),
    created_at: new Date(Math.max(before.created_at.getTime(), after.created_at.getTime())),
  };
}
