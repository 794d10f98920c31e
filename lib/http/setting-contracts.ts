import { z } from 'zod';
import { type ContractInfo, defineContract } from './contract';
import { jsonBody } from './read-body';

const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable'] as const;
const CHANGE_ERRORS = [
  ...READ_ERRORS,
  ...(['cross_origin', 'invalid_body', 'unreadable_body', 'unsupported_format', 'body_too_large'] as const),
  'stale_revision',
] as const;

/** An administrator's own; who else may read a setting is said where it is defined. */
const ADMINISTRATION = { kind: 'permission', any_of: ['organization:write'] } as const;

interface Setting<Read extends z.ZodType, Change extends z.ZodType> {
  /** The operations are called `get` and `set` with this behind. */
  name: string;
  path: `/api/organization/${string}`;
  /** What is answered by both. */
  description: string;
  schema: Read;
  /** What is sent to change it, its revision included. */
  change: Change;
  most_bytes?: number;
  summaries: { get: string; set: string };
  read_access?: ContractInfo['access'];
}

/** The two operations of a setting an organisation has one of: read it, and replace it on the revision that was read. */
export function settingContracts<Read extends z.ZodType, Change extends z.ZodType>(setting: Setting<Read, Change>) {
  const { name, path, description, schema, change, most_bytes, summaries, read_access = ADMINISTRATION } = setting;
  const shared = {
    ...{ path, tag: 'Organisation', params: z.object({}), query: z.object({}) },
    responses: { 200: { description, schema } },
  };
  return {
    get: defineContract({
      ...shared,
      operation_id: `get${name}`,
      method: 'GET',
      summary: summaries.get,
      access: read_access,
      content: null,
      read: null,
      errors: READ_ERRORS,
    }),
    set: defineContract({
      ...shared,
      operation_id: `set${name}`,
      method: 'PUT',
      summary: summaries.set,
      access: ADMINISTRATION,
      content: { 'application/json': change },
      read: jsonBody(change, most_bytes),
      errors: CHANGE_ERRORS,
    }),
  };
}
