import { type DerivedEcg, derivedEcg } from '@/lib/ecg/domain/derived-ecg';
import { type MeasuredStretch, measureEcg } from '@/lib/measure/domain/measure-ecg';
import { LONGEST_S } from '@/lib/measure/domain/measure-recording';
import { ObjectNotFoundError } from '@/lib/platform/objects';
import type { Services } from '@/lib/platform/services';
import { rateHz } from '@/lib/signals/rate';
import { readHeader, readWindow } from '@/lib/signals/read-container';
import type { RecordDocument } from '@/models/record';

type ReadRange = Parameters<typeof readHeader>[0];

/** The stretch that is measured when a recording comes in (`first-stretch.ts`), from its kept signals. */
async function storedStretch(readRange: ReadRange): Promise<MeasuredStretch | null> {
  const header = await readHeader(readRange);
  if (!header.ok) return null;
  const sent = header.header.channels.filter(
    ({ kind, derived, unit }) => kind === 'rhythm' && !derived && unit === 'uV',
  );
  const [first] = sent;
  const from_ms = first?.segments[0]?.start_ms;
  if (!first || from_ms === undefined) return null;
  const rate_hz = rateHz(first.rate);
  const together = sent.filter(({ rate, segments }) => rateHz(rate) === rate_hz && segments[0]?.start_ms === from_ms);
  const channels = together.map(({ id }) => id);
  const to_ms = from_ms + LONGEST_S * 1000;
  const read = await readWindow(readRange, header.header, { from_ms, to_ms, channels, block: 'rhythm' });
  if (!read.ok) return null;
  const whole = read.window.channels.flatMap((channel) => (channel.kind === 'samples' ? [channel] : []));
  // the first segment ends where the first gap is
  const ends = whole.map(({ values }) => values.findIndex(Number.isNaN)).map((end) => (end < 0 ? undefined : end));
  const length = Math.min(...whole.map(({ values }, index) => ends[index] ?? values.length));
  const leads = whole.map(({ name, values }) => ({ name, samples: Float64Array.from(values.subarray(0, length)) }));
  return { rate_hz, from_ms, leads };
}

/**
 * Step: measures a stored ECG from its kept signals, by few range reads.
 * @returns null where they are gone or cannot be read
 * @throws ObjectStoreUnavailableError where it may go better another time
 */
export async function measureStored(services: Services, document: RecordDocument): Promise<DerivedEcg | null> {
  const file = document.files.find(({ role }) => role === 'signals');
  if (!file) return null;
  try {
    const stretch = await storedStretch((from, to) => services.objects.get(file.key, { from, to }));
    return stretch && derivedEcg(measureEcg(stretch));
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return null;
    throw error;
  }
}
