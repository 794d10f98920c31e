'use client';

import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { formatDate, formatTime } from '@/lib/client/format-time';
import type { Device, DeviceAssignmentView } from '@/lib/devices/device-contracts';
import { assigneeName, assignmentAt } from '../device-text';
import { useDeviceChanged } from '../use-devices';
import { AssignForm } from './assign-form';
import { barMonths, barParts, barWindow } from './assignment-bar';
import { ChangeAssignment } from './change-assignment';
import classes from './detail.module.css';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface SectionProps {
  device: Device;
  now: string;
  timeZone: string;
  mayWrite: boolean;
}

/** The year's assignments as a bar, gaps visible; the list below says the same in words. */
function AssignmentBar({ device, now }: Pick<SectionProps, 'device' | 'now'>) {
  const window = barWindow(device.assignments, now);
  const current = assignmentAt(device, now);
  return (
    <div aria-hidden="true">
      <div className={classes.months}>
        {barMonths(window).map(({ month, left }) => (
          <span key={month} style={{ left: `${left}%` }}>
            {MONTHS[month]}
          </span>
        ))}
      </div>
      <div className={classes.bar}>
        {barParts(device.assignments, now).map(({ assignment, left, width }) => (
          <span
            key={assignment.id}
            className={classes.part}
            data-current={assignment === current || undefined}
            style={{ left: `${left}%`, width: `${width}%` }}
          >
            {assigneeName(assignment)}
          </span>
        ))}
      </div>
    </div>
  );
}

function periodText({ from, to }: DeviceAssignmentView, timeZone: string): string {
  const at = (instant: string) => `${formatDate(instant, timeZone)} ${formatTime(instant, timeZone)}`;
  return `${at(from)} to ${to === null ? 'now' : at(to)}`;
}

function AssignmentRows({ device, now, timeZone, mayWrite }: SectionProps) {
  const [changing, setChanging] = useState<DeviceAssignmentView | null>(null);
  const current = assignmentAt(device, now);
  return (
    <div className={classes.scroll}>
      <table className={classes.rows} aria-label="Assignments, newest first">
        <tbody>
          {[...device.assignments].reverse().map((assignment) => (
            <tr key={assignment.id} data-over={assignment !== current || undefined}>
              <td>
                {assigneeName(assignment)}
                <div className={classes.source}>{assignment.patient?.patient_id}</div>
              </td>
              <td>{periodText(assignment, timeZone)}</td>
              {mayWrite && (
                <td>
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    onClick={() => setChanging(assignment)}
                    aria-label={`Change the assignment of ${assigneeName(assignment)}`}
                  >
                    Change
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {mayWrite && (
        <ChangeAssignment
          device={device}
          assignment={changing}
          now={now}
          timeZone={timeZone}
          onClose={() => setChanging(null)}
        />
      )}
    </div>
  );
}

function noteOf(device: Device): string {
  if (device.shared) return 'A shared device belongs to nobody: each of its recordings says whose it is.';
  if (device.assignments.length === 0) return 'Never assigned: each of its recordings has to say whose it is.';
  return 'A recording belongs to the patient assigned at its recording time. In a gap, one that names a patient is held for a decision and one that names nobody is refused.';
}

/** Who has the device, who had it, and giving it to somebody else. */
export function AssignmentSection(props: SectionProps) {
  const { device, now, timeZone, mayWrite } = props;
  const [assigning, setAssigning] = useState(false);
  const changed = useDeviceChanged();
  const open = device.assignments.find(({ to }) => to === null) ?? null;
  return (
    <section className={classes.section} aria-label="Assignment">
      <div className={classes.sectionHead}>
        <h3>Assignment</h3>
        {mayWrite && !device.shared && (
          <Button
            leftSection={<IconUsers size={16} stroke={1.5} aria-hidden="true" />}
            onClick={() => setAssigning(true)}
          >
            {open ? 'Reassign' : 'Assign'}
          </Button>
        )}
      </div>
      {device.assignments.length > 0 && (
        <>
          <AssignmentBar device={device} now={now} />
          <AssignmentRows {...props} />
        </>
      )}
      <p className={classes.note}>{noteOf(device)}</p>
      {mayWrite && (
        <AssignForm
          device={device}
          current={open}
          opened={assigning}
          now={now}
          timeZone={timeZone}
          onClose={() => setAssigning(false)}
          onSaved={(saved) => {
            changed(saved);
            setAssigning(false);
          }}
        />
      )}
    </section>
  );
}
