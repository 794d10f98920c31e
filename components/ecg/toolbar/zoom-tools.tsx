'use client';

import { ActionIcon, Button } from '@mantine/core';
import { IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import type { StillView } from '../paper/use-ecg-view';
import { stepZoom } from '../paper/zoom';

const ICON = { size: 16, stroke: 1.5, 'aria-hidden': true } as const;

/** Larger and smaller paper, the whole strip, and true millimetres where the screen was calibrated. */
export function ZoomTools({ view, calibrated }: { view: StillView; calibrated: boolean }) {
  const { zoom, setZoom } = view;
  return (
    <>
      <ActionIcon
        variant="default"
        size={30}
        aria-label="Zoom out"
        aria-keyshortcuts=","
        onClick={() => setZoom(stepZoom(zoom, -1))}
      >
        <IconZoomOut {...ICON} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={30}
        aria-label="Zoom in"
        aria-keyshortcuts="."
        onClick={() => setZoom(stepZoom(zoom, 1))}
      >
        <IconZoomIn {...ICON} />
      </ActionIcon>
      {zoom !== 1 && (
        <Button aria-keyshortcuts="0" onClick={() => setZoom(1)}>
          Fit
        </Button>
      )}
      {calibrated && (
        <Button
          aria-keyshortcuts="z"
          aria-pressed={zoom === 'true'}
          variant={zoom === 'true' ? 'light' : 'default'}
          onClick={() => setZoom(zoom === 'true' ? 1 : 'true')}
        >
          True size
        </Button>
      )}
    </>
  );
}
