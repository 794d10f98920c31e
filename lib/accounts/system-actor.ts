import type { Services } from '@/lib/platform/services';
import type { SystemActor } from './actor';
import { PERMISSIONS } from './permissions';

/** The product itself at work in one organisation, as audit events name it. */
export function systemActor(services: Services, organizationId: string, name: string): SystemActor {
  return {
    kind: 'system',
    name,
    organization_id: organizationId,
    permissions: new Set(PERMISSIONS),
    origin: { request_id: services.ids.id('req'), ip: null },
  };
}
