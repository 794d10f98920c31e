/**
 * Our binary forms packed by gzip carry this suffix (RFC 8460 registers it). Packing is a matter of the form, not of
 * the transport: the server we run on passes on no Content-Encoding of ours.
 */
export const PACKED_SUFFIX = '+gzip';

/** The packed form of one of our content types. */
export function packedType(contentType: string): string {
  return `${contentType}${PACKED_SUFFIX}`;
}

/** By this of an address the packed form is asked for where no `Accept` can be sent. */
export const PACKED_PARAMETER = { name: 'packed', value: 'gzip' } as const;
