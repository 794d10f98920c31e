import { ROLES, type Scope } from '@/lib/accounts/permissions';
import { type ProvisionPlan, provisionOrganization } from '@/lib/accounts/provision-organization';
import { services } from '@/lib/platform/services';
import { connectStores, disconnectDatabase } from '@/models/connection';
import { ensureIndexes } from '@/models/ensure-indexes';

const SINGLE_SCOPES: Scope[] = ['ingest:ecg', 'ingest:therapy', 'read'];

const PEOPLE = {
  admin: 'Morgan Adminfield',
  clinician: 'Robin Halloway',
  technician: 'Jules Tracewell',
  device_manager: 'Kit Keyworth',
  analyst: 'Sam Figurely',
  auditor: 'Alex Trailmere',
} as const;

const DEMO_PLAN: ProvisionPlan = {
  name: 'Harbour Heart & Sleep Clinic',
  time_zone: 'Europe/Brussels',
  demo: true,
  users: ROLES.map((role) => ({
    email: `${role.replace('_', '-')}@demo.example`,
    name: PEOPLE[role],
    role,
    must_change_password: false,
  })),
  keys: [
    ...SINGLE_SCOPES.map((scope) => ({ name: `Demo, ${scope}`, scopes: [scope] })),
    { name: 'Demo, all scopes', scopes: SINGLE_SCOPES },
  ],
};

const emptyPlan = (time_zone: string): ProvisionPlan => ({
  name: 'My organisation',
  time_zone,
  demo: false,
  users: [{ email: 'admin@nightbeat.local', name: 'Administrator', role: 'admin', must_change_password: true }],
  keys: [],
});

/** Makes the first organisation if there is none and prints what was made as one JSON object. */
export async function runProvision(options: { demo: boolean }): Promise<void> {
  await connectStores();
  try {
    await ensureIndexes();
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const made = await provisionOrganization(services(), options.demo ? DEMO_PLAN : emptyPlan(zone));
    process.stdout.write(`${JSON.stringify(made)}\n`);
  } finally {
    await disconnectDatabase();
  }
}
