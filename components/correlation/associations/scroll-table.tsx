import { Box } from '@mantine/core';
import type { ReactNode } from 'react';
import table from '@/components/ui/data-table.module.css';

/** A table that may be wider than its card: it scrolls by itself, also by keyboard. */
export function ScrollTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box component="section" className={table.scroll} aria-label={`${label}, scrolls sideways`} tabIndex={0}>
      <table className={table.table} aria-label={label}>
        {children}
      </table>
    </Box>
  );
}
