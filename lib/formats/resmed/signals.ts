import { SIGNAL_UNITS, type SignalName, type TherapyDataUpload } from '@/lib/ingest/envelope/therapy';
import { sourceOf } from '../common/byte-source';
import { ReadFault } from '../common/fault';
import type { EdfSignal } from '../edf/header';
import { readSamples, scalingOf } from '../edf/samples';
import type { CardEdf } from './card-edf';
import type { CardKind } from './card-names';
import type { CardSession, SignalBlock } from './sessions';

type SessionUpload = NonNullable<TherapyDataUpload['sessions']>[number];
type SignalUpload = NonNullable<SessionUpload['signals']>[number];

interface KnownSignal {
  name: SignalName;
  /** From the unit of the card to that of `SIGNAL_UNITS`. */
  factor: number;
  /** Writes 0 at the start of a block until it has a first value. */
  late?: boolean;
}

const LITRES_A_SECOND = 60;

/** By the label of series 10 and 11, without what follows its point. */
const SIGNALS: Partial<Record<CardKind, ReadonlyMap<string, KnownSignal>>> = {
  flow: new Map<string, KnownSignal>([
    ['Flow', { name: 'flow', factor: 1 }],
    ['Press', { name: 'mask_pressure', factor: 1 }],
    ['Mask Pres', { name: 'mask_pressure', factor: 1 }],
  ]),
  detail: new Map<string, KnownSignal>([
    ['MaskPress', { name: 'mask_pressure', factor: 1 }],
    ['Press', { name: 'pressure', factor: 1 }],
    ['EprPress', { name: 'epap', factor: 1 }],
    ['Leak', { name: 'leak', factor: LITRES_A_SECOND }],
    ['RespRate', { name: 'resp_rate', factor: 1, late: true }],
    ['TidVol', { name: 'tidal_volume', factor: 1000, late: true }],
    ['MinVent', { name: 'minute_ventilation', factor: 1, late: true }],
    ['FlowLim', { name: 'flow_limitation', factor: 1 }],
    ['Snore', { name: 'snore', factor: 1 }],
    ['IERatio', { name: 'ie_ratio', factor: 0.01, late: true }],
    ['Ti', { name: 'ti', factor: 1 }],
    // series 9, in the languages that are known
    ['Mask Pres', { name: 'mask_pressure', factor: 1 }],
    ['Therapy Pres', { name: 'pressure', factor: 1 }],
    ['Insp Pres', { name: 'pressure', factor: 1 }],
    ['Exp Pres', { name: 'epap', factor: 1 }],
    ...['Leck', 'Fuites', 'Fuga', 'Läck'].map((label): [string, KnownSignal] => [
      label,
      { name: 'leak', factor: LITRES_A_SECOND },
    ]),
    ...['RR', 'AF', 'FR'].map((label): [string, KnownSignal] => [label, { name: 'resp_rate', factor: 1, late: true }]),
    ...['Vt', 'VC'].map((label): [string, KnownSignal] => [label, { name: 'tidal_volume', factor: 1000, late: true }]),
    ...['MV', 'VM'].map((label): [string, KnownSignal] => [
      label,
      { name: 'minute_ventilation', factor: 1, late: true },
    ]),
    ['I:E', { name: 'ie_ratio', factor: 0.01, late: true }],
    ['FFL Index', { name: 'flow_limitation', factor: 1 }],
  ]),
  oximetry: new Map<string, KnownSignal>([
    ['SpO2', { name: 'spo2', factor: 1 }],
    ['Pulse', { name: 'pulse', factor: 1 }],
    ['Puls', { name: 'pulse', factor: 1 }],
    ['Pouls', { name: 'pulse', factor: 1 }],
  ]),
};

/** No card samples faster; a header that claims more would cost memory for nothing. */
const MOST_HZ: Partial<Record<CardKind, number>> = { flow: 50, detail: 2, oximetry: 2 };

/** The longest that one file runs; the device begins new ones every day. */
const LONGEST_MS = 48 * 3_600_000;

/**
 * Places a file of signals on the device's clock.
 * @throws ReadFault when it holds no signal or claims an absurd rate
 */
export function blockOf(kind: CardKind, edf: CardEdf): SignalBlock {
  const { header, records, start_ms } = edf;
  if (records === 0) throw new ReadFault('truncated', 'The file holds no whole data record.');
  const duration_ms = records * header.recordSeconds * 1000;
  const fastest = Math.max(0, ...header.signals.map(({ samples, label }) => (label === 'Crc16' ? 0 : samples)));
  const isCredible = fastest > 0 && fastest / header.recordSeconds <= (MOST_HZ[kind] ?? 0);
  if (!(duration_ms > 0 && duration_ms <= LONGEST_MS && isCredible)) {
    throw new ReadFault('corrupt', 'The file’s header gives no credible sampling rate or length.');
  }
  return { kind, edf, start_ms, end_ms: start_ms + Math.round(duration_ms) };
}

/** One signal of one file, placed. */
interface Piece extends KnownSignal {
  block: SignalBlock;
  signal: EdfSignal;
  hz: number;
}

/**
 * The signals of a session from its start on, each once. Samples stay the stored integers; what is no value, what lies
 * in a record that its sum belies, and what no file holds is `null`. A file that begins between two samples stands at
 * the nearer one: at most half a sampling period from its own time.
 *
 * @param withEpap whether the pressure in expiration is one that was set, and no relief
 */
export function sessionSignals(session: CardSession, withEpap: boolean): SignalUpload[] {
  const pieces = session.blocks.flatMap(piecesOf).filter(({ name }) => withEpap || name !== 'epap');
  return Object.keys(SIGNAL_UNITS).flatMap((name) => {
    const own = pieces.filter((piece) => piece.name === name);
    const [best] = [...own].sort((a, b) => b.hz - a.hz);
    const same = own.filter(({ hz }) => hz === best?.hz);
    return best ? (signalOf(session, best, same) ?? []) : [];
  });
}

function piecesOf(block: SignalBlock): Piece[] {
  const known = SIGNALS[block.kind];
  return block.edf.header.signals.flatMap((signal) => {
    const found = known?.get(signal.label.split('.')[0] ?? '');
    if (found === undefined || signal.samples === 0) return [];
    const factor = found.name === 'leak' && signal.unit === 'L/min' ? 1 : found.factor;
    return { ...found, factor, block, signal, hz: signal.samples / block.edf.header.recordSeconds };
  });
}

function signalOf(session: CardSession, best: Piece, pieces: readonly Piece[]): SignalUpload | null {
  const scaling = scalingOf(best.signal);
  if (scaling === null) return null;
  const scale = scaling.scale * best.factor;
  const period_ms = 1000 / best.hz;
  const room = Math.ceil((session.keep_until_ms - session.start_ms) / period_ms);
  const samples: (number | null)[] = [];
  for (const piece of pieces) {
    const own = scalingOf(piece.signal);
    if (own === null) continue;
    const first = Math.round((piece.block.start_ms - session.start_ms) / period_ms);
    const values = valuesOf(piece);
    const isSame = own.scale === scaling.scale && own.offset === scaling.offset;
    for (let i = Math.max(0, -first); i < values.length && first + i < room; i++) {
      const value = values[i] ?? null;
      while (samples.length < first + i) samples.push(null);
      const kept =
        value === null || isSame ? value : ((value - own.offset) * own.scale) / scaling.scale + scaling.offset;
      if (first + i < samples.length) samples[first + i] ??= kept;
      else samples.push(kept);
    }
  }
  if (samples.every((value) => value === null)) return null;
  return {
    name: best.name,
    unit: SIGNAL_UNITS[best.name],
    sampling_rate_hz: best.hz,
    scale: rounded(scale),
    offset: rounded(scaling.offset),
    samples,
  };
}

/** The header's decimals give steps such as 0.002; their doubles carry a tail. */
const rounded = (value: number) => Number(value.toPrecision(12));

/** Stored numbers with `null` for what is no value. Only numbers outside the declared range mean that, never −1 as such. */
function valuesOf({ block, signal, late }: Piece): (number | null)[] {
  const { header, bytes, records, damaged } = block.edf;
  const stored = readSamples(header, signal, sourceOf(bytes), records);
  const [low, high] = [signal.digitalMin ?? 0, signal.digitalMax ?? 0];
  const { offset } = scalingOf(signal) ?? { offset: 0 };
  let begun = late !== true;
  return Array.from(stored, (value, i) => {
    begun ||= value !== Math.round(offset);
    const isValue = value >= low && value <= high && !damaged.has(Math.floor(i / signal.samples));
    return begun && isValue ? value : null;
  });
}
