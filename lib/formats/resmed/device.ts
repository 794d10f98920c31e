import type { NamedBytes } from '../common/archive';
import { ReadFault } from '../common/fault';
import { readJson, textOf } from '../common/json';
import { cleanLine, integer, utf8OrLatin1 } from '../common/text';

/** Which table of codes a card follows; series 9 uses that of series 10. */
export type CardSeries = 10 | 11;

/** The device a card belongs to, as far as the card says. */
export interface CardDevice {
  serial: string | null;
  model: string | null;
  product_code: number | null;
  series: CardSeries;
  /** Whether it can hold two pressures, by its product code. */
  bilevel: boolean;
}

const FIRST_CODE_OF_SERIES_11 = 39_000;
/** 371xx: AirCurve 10 (clinical reference of product codes); series 9 and 11 mix theirs, the mode of a day tells them. */
const isAirCurve10 = (code: number | null) => code !== null && code >= 37_100 && code < 37_200;

/**
 * The device of a card. `Identification.json` wins where both files lie on a card that was used again.
 * @param files the card's identification files
 * @param serialOfSummary what the summary file says, where there is no identification
 * @throws ReadFault when a file is there and cannot be read
 */
export function readDevice(files: readonly NamedBytes[], serialOfSummary: string | null): CardDevice {
  const json = files.find(({ name }) => /\.json$/i.test(name));
  const [file] = json ? [json] : files;
  if (file === undefined) return deviceOf(serialOfSummary, null, null, 10);
  return json ? fromJson(json.bytes) : fromKeys(file.bytes);
}

function deviceOf(serial: string | null, model: string | null, code: string | null, series: CardSeries): CardDevice {
  const product_code = integer(code);
  const is11 = series === 11 || (product_code !== null && product_code >= FIRST_CODE_OF_SERIES_11);
  return {
    serial: serial?.slice(0, 64) ?? null,
    model: model?.replaceAll('_', ' ').slice(0, 100) ?? null,
    product_code,
    series: is11 ? 11 : 10,
    bilevel: isAirCurve10(product_code),
  };
}

function fromJson(bytes: Uint8Array): CardDevice {
  const product = (name: string) => textOf(readJson(bytes), 'FlowGenerator', 'IdentificationProfiles', 'Product', name);
  const serial = product('SerialNumber');
  if (serial === null) throw new ReadFault('corrupt', 'The identification names no serial number.');
  return deviceOf(serial, product('ProductName'), product('ProductCode'), 11);
}

/** Lines `#KEY value`, blank lines between. */
function fromKeys(bytes: Uint8Array): CardDevice {
  const values = new Map<string, string>();
  for (const line of utf8OrLatin1(bytes.subarray(0, 64 * 1024)).split(/\r\n?|\n/)) {
    const [, key, value] = /^#([A-Z0-9]{3})\s+(.*)$/.exec(line) ?? [];
    if (key !== undefined && !values.has(key)) values.set(key, value ?? '');
  }
  const serial = cleanLine(values.get('SRN'));
  if (serial === null) throw new ReadFault('corrupt', 'The identification names no serial number.');
  return deviceOf(serial, cleanLine(values.get('PNA')), values.get('PCD') ?? null, 10);
}
