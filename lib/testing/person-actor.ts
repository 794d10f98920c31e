import type { UserActor } from '@/lib/accounts/actor';
import { permissionsOfRole, type Role } from '@/lib/accounts/permissions';
import { users } from '@/models/user';
import type { TestInstallation } from './installation';

/** A person of this role, as use-cases meet one who is signed in. */
export async function personActor({ services, organization_id }: TestInstallation, role: Role): Promise<UserActor> {
  const user = (await users.ofOrganization(organization_id)).find((one) => one.role === role);
  if (!user) throw new Error('no such person');
  return {
    kind: 'user',
    user_id: user._id,
    session_id: services.ids.id('ses'),
    role,
    organization_id,
    permissions: permissionsOfRole(role),
    origin: { request_id: services.ids.id('req'), ip: '127.0.0.1' },
  };
}
