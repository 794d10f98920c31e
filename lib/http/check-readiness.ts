import type { RequestOrigin } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import { pingDatabase } from '@/models/connection';

/** Whether both stores answer; throws what makes a 503 when one is away. */
export async function checkReadiness(services: Services, _origin: RequestOrigin): Promise<{ status: 'ready' }> {
  await Promise.all([pingDatabase(), services.objects.ping()]);
  return { status: 'ready' };
}

/** Alive means that this process answers; no store is asked. */
export async function reportAlive(): Promise<{ status: 'alive' }> {
  return { status: 'alive' };
}
