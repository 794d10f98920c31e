import { AppError } from '@/lib/errors/app-error';
import type { Permission, Role, Scope } from './permissions';

/** Where a request came from, for audit events and log lines. */
export interface RequestOrigin {
  request_id: string;
  ip: string | null;
}

interface ActorBase {
  organization_id: string;
  permissions: ReadonlySet<Permission>;
  origin: RequestOrigin;
}

/** A person signed in to the portal. */
export interface UserActor extends ActorBase {
  kind: 'user';
  user_id: string;
  session_id: string;
  role: Role;
}

/** A program holding an API key. With `device_id` it acts for that device alone, with `site` for that site's devices. */
export interface KeyActor extends ActorBase {
  kind: 'key';
  key_id: string;
  scopes: readonly Scope[];
  requests_per_minute: number | null;
  device_id: string | null;
  site: string | null;
}

/** The product itself (worker, command line) acting in one organisation. */
export interface SystemActor extends ActorBase {
  kind: 'system';
  name: string;
}

/** Whoever does something. Every use-case gets one and authorises it first. */
export type Actor = UserActor | KeyActor | SystemActor;

/** The id an actor goes by in records, audit events and log lines. */
export function actorId(actor: Actor): string {
  if (actor.kind === 'user') return actor.user_id;
  return actor.kind === 'key' ? actor.key_id : actor.name;
}

/**
 * Lets the actor pass who holds the permission; the first statement of every use-case.
 * @throws AppError `not_permitted`
 */
export function authorize(actor: Actor, permission: Permission): void {
  if (!actor.permissions.has(permission)) throw new AppError('not_permitted');
}
