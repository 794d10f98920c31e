import { type Actor, actorId, type RequestOrigin } from '@/lib/accounts/actor';
import { environment } from '@/lib/config/env';
import { AppError } from '@/lib/errors/app-error';
import { ERROR_CATALOG } from '@/lib/errors/catalog';
import { toAppError } from '@/lib/errors/to-app-error';

import { type Services, services } from '@/lib/platform/services';
import { connectStores } from '@/models/connection';
import { authenticate } from './authenticate';
import type { Contract, ContractInfo, InputOf, ParameterSchema, Reply } from './contract';
import { bytesToSend } from './packed-bytes';
import { problemResponse, SAFE_HEADERS } from './problem';
import { RateLimitedError, type RateLimitState, takeRequest } from './rate-limit';
import { faultsOf } from './read-body';
import { requestOrigin } from './request-origin';

/** What Next hands a route handler besides the request. */
interface RouteContext {
  /** Nothing where the path has no parameters. */
  params: Promise<Record<string, string | string[] | undefined> | undefined>;
}

/** A route handler that still knows its contract, for the tests that compare routes, contracts and document. */
export type ContractHandler = ((request: Request, context: RouteContext) => Promise<Response>) & {
  contract: ContractInfo;
};

type UseCase<Input, Output> = (services: Services, actor: Actor, input: Input) => Promise<Output>;
type OpenUseCase<Input, Output> = (services: Services, origin: RequestOrigin, input: Input) => Promise<Output>;

function parseParameters<Schema extends ParameterSchema>(schema: Schema, values: Record<string, unknown>) {
  const parsed = schema.strict().safeParse(values, { reportInput: true });
  if (!parsed.success) throw new AppError('invalid_query', { faults: faultsOf(parsed.error) });
  return parsed.data as ReturnType<Schema['parse']>;
}

function queryValues(url: string): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const [name, value] of new URL(url).searchParams) {
    if (name in values) {
      throw new AppError('invalid_query', {
        faults: [{ pointer: `/${name}`, code: 'repeated', detail: 'This parameter was given twice.' }],
      });
    }
    values[name] = value;
  }
  return { ...values };
}

/** Path parameters are part of an address: one that cannot be right names nothing. */
function pathValues<Schema extends ParameterSchema>(schema: Schema, values: Record<string, unknown>) {
  const parsed = schema.safeParse(values);
  if (!parsed.success) throw new AppError('not_found');
  return parsed.data as ReturnType<Schema['parse']>;
}

function checkReply(contract: ContractInfo, reply: Reply, log: Services['log']): void {
  const declared = contract.responses[reply.status];
  if (!declared) throw new Error(`${contract.operation_id} does not declare status ${reply.status}`);
  if (!('json' in reply) || reply.unchecked || !declared.schema) return;
  const parsed = declared.schema.safeParse(reply.json);
  if (parsed.success) return;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  if (!environment().production) throw new Error(`${contract.operation_id} answered off its contract at ${where}`);
  log.error({ operation: contract.operation_id, where }, 'an answer does not fit its contract');
}

async function toResponse(reply: Reply, request: Request): Promise<Response> {
  if ('json' in reply) {
    return new Response(JSON.stringify(reply.json), {
      status: reply.status,
      headers: { ...SAFE_HEADERS, 'Content-Type': 'application/json' },
    });
  }
  const { bytes, content_type } = await bytesToSend(reply.bytes, reply.content_type, request);
  return new Response(bytes, {
    status: reply.status,
    headers: {
      ...reply.headers,
      ...SAFE_HEADERS,
      'Content-Type': content_type,
      'Content-Disposition': 'attachment',
      Vary: 'Accept',
    },
  });
}

function rateHeaders(response: Response, state: RateLimitState | null): void {
  if (!state) return;
  response.headers.set('RateLimit-Limit', String(state.limit));
  response.headers.set('RateLimit-Remaining', String(state.remaining));
  response.headers.set('RateLimit-Reset', String(state.reset_s));
}

function limitOf(actor: Actor, perMinute: number): [string, number] {
  if (actor.kind === 'key') return [`key:${actor.key_id}`, actor.requests_per_minute ?? perMinute];
  return [actor.kind === 'user' ? `user:${actor.user_id}` : 'system', perMinute];
}

interface Run {
  services: Services;
  origin: RequestOrigin;
  request: Request;
  context: RouteContext;
  /** Filled in as the request gets on, for the log line and the headers. */
  seen: { actor: Actor | null; rate: RateLimitState | null };
}

async function admit(contract: ContractInfo, run: Run): Promise<void> {
  if (contract.access.kind === 'none') return;
  const { public_url, requests_per_minute } = environment();
  const actor = await authenticate(run.request, run.services, public_url, run.origin);
  run.seen.actor = actor;
  run.seen.rate = await takeRequest(...limitOf(actor, requests_per_minute));
  if (contract.access.by_session && actor.kind !== 'user') throw new AppError('not_permitted');
  const { any_of } = contract.access;
  if (!any_of.some((permission) => actor.permissions.has(permission))) throw new AppError('not_permitted');
}

async function answer(
  contract: ContractInfo,
  run: Run,
  work: (input: { params: Record<string, unknown>; query: Record<string, unknown> }) => Promise<Reply>,
): Promise<Response> {
  if (contract.needs_stores !== false) await connectStores();
  await admit(contract, run);
  const params = pathValues(contract.params, (await run.context.params) ?? {});
  const query = parseParameters(contract.query, queryValues(run.request.url));
  const reply = await work({ params, query });
  checkReply(contract, reply, run.services.log);
  return toResponse(reply, run.request);
}

/** Runs the work and turns whatever happens into exactly one answer and one log line. */
async function handle(
  contract: ContractInfo,
  request: Request,
  context: RouteContext,
  work: (run: Run, input: { params: Record<string, unknown>; query: Record<string, unknown> }) => Promise<Reply>,
): Promise<Response> {
  const all = services();
  const run: Run = {
    services: all,
    origin: requestOrigin(request.headers, all.ids),
    request,
    context,
    seen: { actor: null, rate: null },
  };
  const started = performance.now();
  let failure: AppError | null = null;
  const response = await answer(contract, run, (input) => work(run, input)).catch((error: unknown) => {
    failure = toAppError(error);
    if (failure instanceof RateLimitedError) run.seen.rate = failure.state;
    return problemResponse(failure, run.origin.request_id);
  });
  rateHeaders(response, run.seen.rate);
  for (const [name, value] of Object.entries(contract.headers ?? {})) response.headers.set(name, value);
  response.headers.set('X-Request-Id', run.origin.request_id);
  logRequest(contract, run, response.status, performance.now() - started, failure);
  return response;
}

function logRequest(contract: ContractInfo, run: Run, status: number, ms: number, failure: AppError | null): void {
  const { actor } = run.seen;
  const line = {
    request_id: run.origin.request_id,
    operation: contract.operation_id,
    status,
    ms: Math.round(ms),
    organization_id: actor?.organization_id,
    actor: actor ? actorId(actor) : undefined,
    code: failure?.code,
  };
  if (failure && ERROR_CATALOG[failure.code].status >= 500)
    run.services.log.error({ ...line, err: failure.cause }, 'request failed');
  else run.services.log.info(line, 'request');
}

/**
 * Makes a route handler of a contract and a use-case: request id, stores, authentication, rate limit, parameters and
 * body, run, check of the answer, headers, one log line.
 */
export function endpoint<Params extends ParameterSchema, Query extends ParameterSchema, Body, Output>(
  contract: Contract<Params, Query, Body, Output>,
  useCase: UseCase<InputOf<Params, Query, Body>, Output>,
): ContractHandler {
  return wrap(contract, (run, input) => {
    const { actor } = run.seen;
    if (!actor) throw new AppError('not_signed_in');
    return useCase(run.services, actor, input);
  });
}

/** As `endpoint`, for the few operations anybody may call: the use-case gets the origin instead of an actor. */
export function openEndpoint<Params extends ParameterSchema, Query extends ParameterSchema, Body, Output>(
  contract: Contract<Params, Query, Body, Output>,
  useCase: OpenUseCase<InputOf<Params, Query, Body>, Output>,
): ContractHandler {
  return wrap(contract, (run, input) => useCase(run.services, run.origin, input));
}

function wrap<Params extends ParameterSchema, Query extends ParameterSchema, Body, Output>(
  contract: Contract<Params, Query, Body, Output>,
  call: (run: Run, input: InputOf<Params, Query, Body>) => Promise<Output>,
): ContractHandler {
  const handler = (request: Request, context: RouteContext) =>
    handle(contract, request, context, async (run, { params, query }) => {
      const body = contract.read ? await contract.read(request) : undefined;
      // params, query and body were just parsed by the schemas that InputOf is made of
      const output = await call(run, { ...query, ...params, body } as InputOf<Params, Query, Body>);
      return contract.reply ? contract.reply(output, request) : { status: 200, json: output };
    });
  return Object.assign(handler, { contract });
}
