import { describe, expect, it } from 'vitest';
import { permissionsOfRole, ROLES } from '@/lib/accounts/permissions';
import { destinationsFor } from './destinations';

describe('destinations', () => {
  it('are shown to those who may open them, the start page first', () => {
    const shown = ROLES.map((role) => [role, destinationsFor([...permissionsOfRole(role)]).map(({ href }) => href)]);
    expect(Object.fromEntries(shown)).toEqual({
      admin: ['/worklist', '/patients', '/quarantine', '/devices', '/settings'],
      clinician: ['/worklist', '/patients'],
      technician: ['/worklist', '/patients', '/quarantine', '/devices'],
      device_manager: ['/devices'],
      analyst: [],
      auditor: [],
    });
  });
});
