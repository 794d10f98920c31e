/** Every permission of the product. Roles of people and scopes of keys are named sets of these. */
export const PERMISSIONS = [
  'account:self',
  'record:read',
  'patient:read',
  'patient:write',
  'ecg:ingest',
  'report:attach',
  'ecg:annotate',
  'therapy:ingest',
  'reading:write',
  'reading:confirm',
  'night:exclude',
  'clock:align',
  'report:share',
  'record:move',
  'record:delete',
  'quarantine:resolve',
  'device:read',
  'device:write',
  'key:write',
  'audit:read',
  'user:write',
  'organization:write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['admin', 'clinician', 'technician', 'device_manager', 'analyst', 'auditor'] as const;

export type Role = (typeof ROLES)[number];

export const SCOPES = ['ingest:ecg', 'ingest:therapy', 'read', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];

const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  admin: PERMISSIONS,
  clinician: [
    ...(['account:self', 'record:read', 'patient:read', 'patient:write'] as const),
    ...(['ecg:annotate', 'reading:write', 'reading:confirm', 'night:exclude', 'clock:align'] as const),
    // gives a report to somebody outside
    'report:share',
  ],
  technician: [
    'account:self',
    'record:read',
    'patient:read',
    'patient:write',
    // clocks of devices are compared where they are read out
    'clock:align',
    // cards of therapy devices are read at the desk
    'therapy:ingest',
    // a report that was printed or signed after its ECG came in
    'report:attach',
    // a first statement, for somebody else to confirm; and a repeat
    'reading:write',
    'record:move',
    'quarantine:resolve',
    'device:read',
  ],
  device_manager: ['account:self', 'device:read', 'device:write', 'key:write'],
  // Analysts get pseudonymised exports only, never a chart; the export's own permission comes with it.
  analyst: ['account:self'],
  auditor: ['account:self', 'audit:read'],
};

const OF_PEOPLE = new Set<Permission>([
  'account:self',
  'ecg:annotate',
  'reading:write',
  'reading:confirm',
  'night:exclude',
  'clock:align',
  'report:share',
]);

const SCOPE_PERMISSIONS: Record<Scope, readonly Permission[]> = {
  'ingest:ecg': ['ecg:ingest', 'report:attach'],
  'ingest:therapy': ['therapy:ingest'],
  read: ['record:read', 'patient:read', 'device:read'],
  // A key is no person: what is bound to one (its own account, clinical judgement) stays with people.
  admin: PERMISSIONS.filter((permission) => !OF_PEOPLE.has(permission)),
};

/** The permissions a role holds. */
export function permissionsOfRole(role: Role): ReadonlySet<Permission> {
  return new Set(ROLE_PERMISSIONS[role]);
}

/** The permissions a key's scopes hold together. */
export function permissionsOfScopes(scopes: readonly Scope[]): ReadonlySet<Permission> {
  return new Set(scopes.flatMap((scope) => SCOPE_PERMISSIONS[scope]));
}

/** What a key bound to a device may do at most, whatever its scopes: send, and read that device's own records. */
const OF_ONE_DEVICE = new Set<Permission>(['ecg:ingest', 'report:attach', 'therapy:ingest', 'record:read']);
/** What a key bound to a site may do at most: send for the devices of that site. */
const OF_ONE_SITE = new Set<Permission>(['ecg:ingest', 'report:attach', 'therapy:ingest']);

/** The permissions of a key: those of its scopes, as far as its binding leaves them. */
export function permissionsOfKey(key: {
  scopes: readonly Scope[];
  device_id: string | null;
  site: string | null;
}): ReadonlySet<Permission> {
  const permissions = permissionsOfScopes(key.scopes);
  const limit = key.device_id !== null ? OF_ONE_DEVICE : key.site !== null ? OF_ONE_SITE : null;
  return limit === null ? permissions : new Set([...permissions].filter((permission) => limit.has(permission)));
}

/** How a role is written for people. */
export const ROLE_LABELS: Record<Role, string> = {
  admin: 'Administrator',
  clinician: 'Clinician',
  technician: 'Technician',
  device_manager: 'Device manager',
  analyst: 'Analyst',
  auditor: 'Auditor',
};
