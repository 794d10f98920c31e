'use client';

import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowsExchange, IconDotsVertical, IconLock, IconTrash } from '@tabler/icons-react';
import type { Modality } from '@/lib/recordings/contracts';
import type { PlannedChange } from './record-dialogs';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

/** What somebody may do to records. */
export interface RecordRights {
  move: boolean;
  delete: boolean;
}

/** A record as a menu names it. */
export interface NamedRecord {
  id: string;
  modality: Modality;
  /** Tells records of one row apart; null where there is one. */
  label: string | null;
}

interface RecordMenuProps {
  /** What the menu belongs to, for those who cannot see where it stands. */
  name: string;
  records: readonly NamedRecord[];
  rights: RecordRights;
  onPlan: (planned: PlannedChange) => void;
}

function Items({ record, rights, onPlan }: Pick<RecordMenuProps, 'rights' | 'onPlan'> & { record: NamedRecord }) {
  const { id, modality, label } = record;
  const plan = (kind: PlannedChange['kind']) => () => onPlan({ kind, id, modality });
  return (
    <>
      {label !== null && <Menu.Label>{label}</Menu.Label>}
      {rights.move && (
        <Menu.Item leftSection={<IconArrowsExchange {...ICON} />} onClick={plan('move')}>
          Move to another patient…
        </Menu.Item>
      )}
      {rights.delete && (
        <>
          <Menu.Item leftSection={<IconLock {...ICON} />} onClick={plan('hold')}>
            Legal hold…
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash {...ICON} />} onClick={plan('delete')}>
            Delete…
          </Menu.Item>
        </>
      )}
    </>
  );
}

/** What can be done to a record, for those who may; nothing for all others. */
export function RecordMenu({ name, records, rights, onPlan }: RecordMenuProps) {
  if (records.length === 0 || !(rights.move || rights.delete)) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={`Change ${name}`}>
          <IconDotsVertical {...ICON} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {records.map((record) => (
          <Items key={record.id} record={record} rights={rights} onPlan={onPlan} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
