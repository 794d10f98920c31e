import { canonicalLead } from '@/lib/formats/leads';
import { fault, type UploadFault } from './faults';
import { asArray, asNumber, asObject, asString, field, type LooseObject } from './loose';

type Path = readonly PropertyKey[];

/** A lead of the body, as far as it can be made out. */
interface LooseLead {
  path: Path;
  label: string | undefined;
  unit: string | undefined;
  scale: unknown;
  rate_hz: number | undefined;
  samples: readonly unknown[] | undefined;
}

/** The rules of an ECG that concern more than one field (FMT-1, VAL-2). */
export function crossCheckEcg(body: LooseObject): UploadFault[] {
  const recording = asObject(field(body, 'recording'));
  if (recording === undefined) return [];
  return Object.hasOwn(recording, 'blocks') ? checkBlocks(recording) : checkShorthand(recording);
}

function checkShorthand(recording: LooseObject): UploadFault[] {
  const leads = asObject(field(recording, 'leads'));
  if (leads === undefined) return [];
  const names = Object.keys(leads);
  if (names.length === 0) return [fault(['recording', 'leads'], 'no_samples', 'There is no lead here.')];
  if (names.length > 64) return [fault(['recording', 'leads'], 'too_long', 'At most 64 leads are kept.')];
  const rate_hz = asNumber(field(recording, 'sampling_rate_hz'));
  const block = names.map((name): LooseLead => {
    const own = asObject(leads[name]);
    return {
      path: ['recording', 'leads', name],
      label: name,
      unit: asString(field(own, 'unit') ?? field(recording, 'unit')),
      scale: field(own, 'scale') ?? field(recording, 'scale'),
      rate_hz,
      samples: asArray(own === undefined ? leads[name] : field(own, 'samples')),
    };
  });
  const faults = checkBlock(block, ['recording', 'leads']);
  const unitless = field(recording, 'unit') === undefined && block.some((lead) => lead.unit === undefined);
  if (unitless) faults.push(fault(['recording', 'unit'], 'required', 'Units are never guessed: nV, uV, mV, V or adc.'));
  const inherits = block.some((lead) => lead.unit === 'adc' && lead.scale === undefined);
  if (inherits) faults.push(missingScale(['recording', 'scale']));
  return faults;
}

function checkBlocks(recording: LooseObject): UploadFault[] {
  const faults: UploadFault[] = [];
  let rhythm = 0;
  for (const [b, value] of (asArray(field(recording, 'blocks')) ?? []).entries()) {
    const block = asObject(value);
    if (field(block, 'kind') === 'rhythm') rhythm++;
    const path = ['recording', 'blocks', b, 'channels'];
    const leads = (asArray(field(block, 'channels')) ?? []).map((one, c): LooseLead => {
      const channel = asObject(one);
      return {
        path: [...path, c],
        label: asString(field(channel, 'name')),
        unit: asString(field(channel, 'unit')),
        scale: field(channel, 'scale'),
        rate_hz: asNumber(field(channel, 'sampling_rate_hz')),
        samples: asArray(field(channel, 'samples')),
      };
    });
    faults.push(...checkBlock(leads, path));
    for (const lead of leads) {
      if (lead.unit === 'adc' && lead.scale === undefined) faults.push(missingScale([...lead.path, 'scale']));
    }
  }
  if (rhythm === 0 && (asArray(field(recording, 'blocks'))?.length ?? 0) > 0) {
    faults.push(fault(['recording', 'blocks'], 'no_samples', 'An ECG has at least one block of kind rhythm.'));
  }
  return faults;
}

function missingScale(path: Path): UploadFault {
  return fault(path, 'missing_scale', 'Counts of a converter (adc) need a scale: how many µV one count is worth.');
}

function checkBlock(leads: readonly LooseLead[], path: Path): UploadFault[] {
  return [...checkNames(leads), ...checkLengths(leads, path), ...checkPresence(leads, path)];
}

function checkNames(leads: readonly LooseLead[]): UploadFault[] {
  const faults: UploadFault[] = [];
  const seen = new Set<string>();
  for (const { label, path } of leads) {
    if (label === undefined) continue;
    const name = canonicalLead(label);
    if (name === null) faults.push(fault(path, 'unknown_lead', 'This names no ECG lead that is known here.'));
    else if (seen.has(name)) faults.push(fault(path, 'duplicate_channel', `Lead ${name} stands here more than once.`));
    else seen.add(name);
  }
  return faults;
}

/** Leads of one block cover the same time: the same number of samples, or at other rates the same duration. */
function checkLengths(leads: readonly LooseLead[], path: Path): UploadFault[] {
  const first = leads.find((lead) => lead.samples !== undefined);
  const count = first?.samples?.length ?? 0;
  const uneven = leads.filter(({ samples, rate_hz }) => {
    if (samples === undefined || samples.length === count) return samples !== undefined && rate_hz !== first?.rate_hz;
    if (rate_hz === undefined || first?.rate_hz === undefined || rate_hz === first.rate_hz) return true;
    const slowest = Math.min(rate_hz, first.rate_hz);
    return Math.abs(samples.length / rate_hz - count / first.rate_hz) * slowest > 1;
  });
  if (uneven.length === 0) return [];
  const counts = [...new Set(leads.flatMap((lead) => lead.samples?.length ?? []))].join(', ');
  return [
    fault(path, 'unequal_lengths', `All leads of a block cover the same time; the numbers of samples are ${counts}.`),
  ];
}

/** Only gaps and nothing else are no recording. (An empty array has its own fault.) */
function checkPresence(leads: readonly LooseLead[], path: Path): UploadFault[] {
  const arrays = leads.flatMap((lead) => (lead.samples?.length ? [lead.samples] : []));
  const onlyGaps = arrays.length > 0 && arrays.every((samples) => samples.every((sample) => sample === null));
  return onlyGaps ? [fault(path, 'no_samples', 'There are only gaps here.')] : [];
}
