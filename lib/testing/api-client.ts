import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { encode } from 'next-auth/jwt';
import { sessionCookieName } from '@/lib/accounts/next-auth';
import type { Role } from '@/lib/accounts/permissions';
import { SESSION_LIFETIME_MS } from '@/lib/accounts/resolve-session';
import type { ContractHandler } from '@/lib/http/endpoint';
import { sessions } from '@/models/session';
import { withTransaction } from '@/models/transaction';
import { users } from '@/models/user';
import type { TestInstallation } from './installation';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** One handler found in the file system. */
export interface RouteHandler {
  file: string;
  method: (typeof METHODS)[number];
  handler: ContractHandler;
}

/** Every handler exported by a route file below app/api, with or without a contract. */
export async function allRouteHandlers(): Promise<RouteHandler[]> {
  const found: RouteHandler[] = [];
  const entries = await readdir('app/api', { recursive: true });
  for (const entry of entries.filter((name) => path.basename(name) === 'route.ts')) {
    const file = path.join('app/api', entry);
    const module: Record<string, ContractHandler | undefined> = await import(path.resolve(file));
    for (const method of METHODS) {
      const handler = module[method];
      if (handler) found.push({ file, method, handler });
    }
  }
  return found.sort((a, b) => a.file.localeCompare(b.file) || a.method.localeCompare(b.method));
}

/** The handlers by operation id, for tests that go through a route. */
export async function handlersByOperation(): Promise<(operation: string) => ContractHandler> {
  const routes = await allRouteHandlers();
  return (operation) => {
    const found = routes.find(({ handler }) => handler.contract?.operation_id === operation);
    if (!found) throw new Error(`no route for ${operation}`);
    return found.handler;
  };
}

/** The path a route file stands for, as contracts write it. */
export function pathOfRoute(file: string): string {
  return `/${path.relative('app', path.dirname(file)).replace(/\[(?:\.\.\.)?(\w+)\]/g, '{$1}')}`;
}

/** Calls a handler as Next would. */
export function call(
  handler: ContractHandler,
  options: {
    params?: Record<string, string>;
    query?: string;
    method?: string;
    headers?: Record<string, string>;
    body?: BodyInit;
  } = {},
): Promise<Response> {
  const { params = {}, query = '', headers = {}, body } = options;
  const method = options.method ?? handler.contract.method;
  const request = new Request(`http://127.0.0.1:3000/test${query}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  return handler(request, { params: Promise.resolve(params) });
}

/** Headers of a signed-in person of this role, as a page of ours would send them. */
export async function sessionHeaders(installation: TestInstallation, role: Role): Promise<Record<string, string>> {
  const { services, organization_id } = installation;
  const user = (await users.ofOrganization(organization_id)).find((one) => one.role === role);
  if (!user) throw new Error('no such person');
  const now = services.clock.now();
  const session_id = services.ids.id('ses');
  await withTransaction((tx) =>
    sessions.insert(
      {
        _id: session_id,
        organization_id,
        user_id: user._id,
        created_at: now,
        last_seen_at: now,
        expires_at: new Date(now.getTime() + SESSION_LIFETIME_MS),
        revoked_at: null,
        ip: null,
      },
      tx,
    ),
  );
  const token = await encode({ token: { sub: user._id, session_id }, secret: services.keyFor('session-cookies') });
  return { cookie: `${sessionCookieName()}=${token}`, origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' };
}
