import { createHash, timingSafeEqual } from 'node:crypto';
import type { Services } from '@/lib/platform/services';
import { apiKeyLookup } from '@/models/api-key';
import type { KeyActor, RequestOrigin } from './actor';
import { permissionsOfKey } from './permissions';

/** `nb_` + prefix (public) + `_` + secret. */
export const API_KEY_PATTERN = /^nb_([0-9a-v]{8})_([0-9a-v]{32})$/;

/** The form in which a key's secret is kept. It has 160 random bits, so a plain digest cannot be turned back. */
export function hashKeySecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

const TOUCH_EVERY_MS = 60_000;

/** The actor a key stands for, or null when it is unknown, wrong, expired or revoked. Read anew at every request. */
export async function resolveApiKey(services: Services, key: string, origin: RequestOrigin): Promise<KeyActor | null> {
  const [, prefix, secret] = API_KEY_PATTERN.exec(key) ?? [];
  if (!prefix || !secret) return null;
  const stored = await apiKeyLookup.byPrefix(prefix);
  if (!stored) return null;
  const now = services.clock.now();
  if (!timingSafeEqual(Buffer.from(stored.secret_sha256), Buffer.from(hashKeySecret(secret)))) return null;
  if (stored.revoked_at || (stored.expires_at && stored.expires_at <= now)) return null;
  if (!stored.last_used_at || now.getTime() - stored.last_used_at.getTime() > TOUCH_EVERY_MS)
    await apiKeyLookup.touch(stored._id, now);
  const { scopes, device_id } = stored;
  // keys of before there were sites lack the field
  const site = stored.site ?? null;
  return {
    kind: 'key',
    key_id: stored._id,
    organization_id: stored.organization_id,
    scopes,
    device_id,
    site,
    requests_per_minute: stored.requests_per_minute,
    permissions: permissionsOfKey({ scopes, device_id, site }),
    origin,
  };
}
