import type { Recording } from '@/lib/recordings/contracts';

/**
 * Names of the rhythm leads of a record, each once, in the order sent. A channel that is no voltage (a pressure, or a lead
 * whose file states no scale) is none: it must never be read in mV.
 */
export function rhythmLeads(recording: {
  channels: readonly Pick<Recording['channels'][number], 'kind' | 'unit' | 'name'>[];
}): string[] {
  const leads = recording.channels.filter(({ kind, unit }) => kind === 'rhythm' && unit === 'uV');
  return [...new Set(leads.map(({ name }) => name))];
}
