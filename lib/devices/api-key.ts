import { hashKeySecret } from '@/lib/accounts/resolve-api-key';
import type { Services } from '@/lib/platform/services';
import type { ApiKeyDocument } from '@/models/api-key';
import type { ApiKey, NewApiKey } from './contracts';

/** A stored key as it goes over the wire: never its secret or its hash. */
export function presentKey(document: ApiKeyDocument): ApiKey {
  return {
    id: document._id,
    name: document.name,
    prefix: document.prefix,
    scopes: document.scopes,
    device_id: document.device_id,
    // keys of before there were sites and rotation lack the fields
    site: document.site ?? null,
    replaces: document.replaces ?? null,
    replaced_by: document.replaced_by ?? null,
    requests_per_minute: document.requests_per_minute,
    created_at: document.created_at.toISOString(),
    expires_at: document.expires_at?.toISOString() ?? null,
    revoked_at: document.revoked_at?.toISOString() ?? null,
    last_used_at: document.last_used_at?.toISOString() ?? null,
  };
}

/** Makes a new key: the whole of it for its holder, and the document that is kept. */
export function makeKey(
  services: Services,
  request: NewApiKey,
  createdBy: string,
): { key: string; document: Omit<ApiKeyDocument, 'organization_id'> } {
  const prefix = services.ids.token().slice(0, 8);
  const secret = services.ids.token();
  return {
    key: `nb_${prefix}_${secret}`,
    document: {
      _id: services.ids.id('key'),
      name: request.name,
      prefix,
      secret_sha256: hashKeySecret(secret),
      scopes: request.scopes,
      device_id: request.device_id,
      site: request.site ?? null,
      replaces: null,
      replaced_by: null,
      requests_per_minute: request.requests_per_minute,
      created_at: services.clock.now(),
      created_by: createdBy,
      expires_at: request.expires_at === null ? null : new Date(request.expires_at),
      revoked_at: null,
      last_used_at: null,
    },
  };
}
