import type { EcgRecordingUpload, EcgUnit } from '@/lib/ingest/envelope/ecg';
import { jsonPointer } from '@/lib/ingest/envelope/faults';
import type { Channel } from '@/lib/signals/types';
import { deriveLimbLeads } from '../derive-leads';
import { groupRuns, type SignalPiece } from '../group-runs';
import { canonicalLead, ECG_LEADS } from '../leads';

/** µV in one unit; a count of a converter is worth its scale in µV already. */
const MICROVOLT: Record<EcgUnit, number> = { nV: 1e-3, uV: 1, mV: 1e3, V: 1e6, adc: 1 };

/** The signals of an ECG in the form they are stored in. */
export interface EcgSignals {
  /** Rhythm first, then median; leads in their standard order. */
  channels: Channel[];
  /** Where each channel that was sent stands in the body (JSON pointer), by channel id. Derived ones are not there. */
  pointers: Map<string, string>;
  /** From the recording's start to the end of its last rhythm block, gaps included. */
  duration_ms: number;
  /** The highest rate among the rhythm channels. */
  sampling_rate_hz: number;
  /** Names of the rhythm leads as stored, each once. */
  leads: string[];
  filters: NonNullable<EcgRecordingUpload['filters']> | null;
}

/**
 * Turns a checked recording into channels in µV: both forms, gaps, several blocks (the same lead in several rhythm
 * blocks is one channel with several segments). Eight leads become twelve (FMT-3). Whole numbers stay whole numbers.
 */
export function ecgFromRecording(recording: EcgRecordingUpload): EcgSignals {
  const pieces = 'blocks' in recording ? piecesOfBlocks(recording) : piecesOfShorthand(recording);
  const sent = groupRuns(pieces);
  const pointerOf = new Map(sent.map(({ channel, pointer }) => [channel, pointer]));
  const pointers = new Map<string, string>();
  const channels = (['rhythm', 'median'] as const)
    .flatMap((kind) => {
      const leads = sent.map(({ channel }) => channel).filter((channel) => channel.kind === kind);
      return [...leads, ...deriveLimbLeads(leads)].sort((a, b) => leadOrder(a.name) - leadOrder(b.name));
    })
    .map((channel, index) => {
      const pointer = pointerOf.get(channel);
      if (pointer !== undefined) pointers.set(String(index), pointer);
      return { ...channel, id: String(index) };
    });
  const rhythm = pieces.filter((piece) => piece.kind === 'rhythm');
  return {
    channels,
    pointers,
    duration_ms: Math.max(0, ...rhythm.map((p) => p.start_ms + (p.values.length * 1000) / p.sampling_rate_hz)),
    sampling_rate_hz: Math.max(0, ...rhythm.map((piece) => piece.sampling_rate_hz)),
    leads: [...new Set(channels.filter((channel) => channel.kind === 'rhythm').map((channel) => channel.name))],
    filters: recording.filters ?? null,
  };
}

function leadOrder(name: string): number {
  // The list widened to strings, as the name need not be in it.
  const order = (ECG_LEADS as readonly string[]).indexOf(name);
  return order < 0 ? ECG_LEADS.length : order;
}

type Shorthand = Exclude<EcgRecordingUpload, { blocks: unknown }>;
type Blocks = Extract<EcgRecordingUpload, { blocks: unknown }>;

function piecesOfShorthand(recording: Shorthand): SignalPiece[] {
  return Object.entries(recording.leads).map(([label, lead]) => {
    const own = 'samples' in lead ? lead : { samples: lead };
    const scaling = { unit: recording.unit, scale: recording.scale, offset: recording.offset, ...definedOnly(own) };
    return {
      ...toMicrovolts(scaling),
      name: canonicalLead(label) ?? label,
      kind: 'rhythm',
      sampling_rate_hz: recording.sampling_rate_hz,
      start_ms: 0,
      values: own.samples,
      pointer: jsonPointer(['recording', 'leads', label]),
    };
  });
}

function definedOnly<T extends object>(object: T): Partial<T> {
  // Entries of the object itself, less some: a part of it.
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function piecesOfBlocks(recording: Blocks): SignalPiece[] {
  return recording.blocks.flatMap((block, b) =>
    block.channels.map((channel, c) => ({
      ...toMicrovolts(channel),
      name: canonicalLead(channel.name) ?? channel.name,
      kind: block.kind,
      sampling_rate_hz: channel.sampling_rate_hz,
      start_ms: block.start_offset_ms,
      values: channel.samples,
      pointer: jsonPointer(['recording', 'blocks', b, 'channels', c]),
    })),
  );
}

function toMicrovolts(scaling: {
  unit?: EcgUnit | undefined;
  scale?: number | undefined;
  offset?: number | undefined;
}) {
  const { unit = 'uV', scale = 1, offset = 0 } = scaling;
  return { unit: 'uV', scale: scale * MICROVOLT[unit], offset };
}
