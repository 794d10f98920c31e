import type { z } from 'zod';
import type { Permission } from '@/lib/accounts/permissions';
import type { ErrorCode } from '@/lib/errors/catalog';

/** What a route answers: JSON that is checked against its schema, or bytes. */
export type Reply =
  | { status: number; json: unknown; unchecked?: boolean }
  | {
      status: number;
      bytes: Uint8Array<ArrayBuffer>;
      content_type: string;
      headers?: Readonly<Record<string, string>>;
    };

/** Path and query parameters are flat objects of strings, turned into values by their schema. */
export type ParameterSchema = z.ZodObject<z.ZodRawShape>;

/** The part of a contract that does not depend on its types: what documents and tests need. */
export interface ContractInfo {
  operation_id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` for parameters, as in OpenAPI. */
  path: string;
  summary: string;
  tag: string;
  /** `none`: anybody may call it. Otherwise whoever holds one of `any_of`; `by_session` shuts keys out. */
  access: { kind: 'none' } | { kind: 'permission'; any_of: readonly Permission[]; by_session?: boolean };
  /** False for what must answer while the stores are away. */
  needs_stores?: boolean;
  params: ParameterSchema;
  query: ParameterSchema;
  /** Content types the body may have, with the schema the document shows. */
  content: Record<string, z.ZodType> | null;
  /** By status; `bytes` names content types that are not JSON. */
  responses: Record<number, { description: string; schema?: z.ZodType; bytes?: string }>;
  errors: readonly ErrorCode[];
  /** Sent with every answer, refusals included. */
  headers?: Readonly<Record<string, string>>;
}

/** One operation of the API; validation, types, the OpenAPI document and the access test come from it. */
export interface Contract<Params extends ParameterSchema, Query extends ParameterSchema, Body, Output>
  extends ContractInfo {
  params: Params;
  query: Query;
  /** Reads and checks the body; throws AppError. */
  read: ((request: Request) => Promise<Body>) | null;
  /** Turns what the use-case gives into an answer; without it: 200 and the output as JSON. */
  reply?: (output: Output, request: Request) => Reply;
}

/** What the use-case of a contract gets: its parameters and, where there is one, the body. */
export type InputOf<Params extends ParameterSchema, Query extends ParameterSchema, Body> = z.output<Params> &
  z.output<Query> & { body: Body };

/** Gives a contract its types. */
export function defineContract<Params extends ParameterSchema, Query extends ParameterSchema, Body, Output>(
  contract: Contract<Params, Query, Body, Output>,
): Contract<Params, Query, Body, Output> {
  return contract;
}
