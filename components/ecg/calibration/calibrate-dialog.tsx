'use client';

import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type Calibration, calibrationOf, type Display, MAX_BAR_MM, MIN_BAR_MM, RULER_BAR_PX } from './calibration';

const CHECK_MM = 50;

function Bar({ px, label }: { px: number; label: string }) {
  return (
    <div
      role="img"
      aria-label={label}
      style={{
        width: px,
        maxWidth: 'none',
        height: 18,
        border: 'solid currentColor',
        borderWidth: '0 1px',
        display: 'flex',
      }}
    >
      <div style={{ alignSelf: 'center', width: '100%', height: 1, background: 'currentColor' }} />
    </div>
  );
}

function LengthField({ isRefused, onChange }: { isRefused: boolean; onChange: (mm: number | null) => void }) {
  return (
    <NumberInput
      label="Length of the bar in mm"
      data-autofocus
      decimalScale={1}
      step={0.1}
      hideControls
      error={isRefused ? `A screen shows it between ${MIN_BAR_MM} and ${MAX_BAR_MM} mm.` : undefined}
      onChange={(value) => onChange(typeof value === 'number' ? value : null)}
    />
  );
}

function Check({ calibration }: { calibration: Calibration }) {
  return (
    <div>
      <Text>Check: this bar should now measure {CHECK_MM}.0 mm.</Text>
      <Bar px={CHECK_MM * calibration.pxPerMm} label={`Bar of ${CHECK_MM} mm`} />
    </div>
  );
}

interface CalibrateDialogProps {
  display: Display;
  calibrated: boolean;
  onKeep: (calibration: Calibration | null) => void;
  onClose: () => void;
}

/** Asks for the length of a bar as a ruler on the screen reads it, so that the paper can be shown in true millimetres. */
export function CalibrateDialog({ display, calibrated, onKeep, onClose }: CalibrateDialogProps) {
  const [barMm, setBarMm] = useState<number | null>(null);
  const calibration = barMm === null ? null : calibrationOf(barMm, display);
  const keep = (next: Calibration | null) => {
    onKeep(next);
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Calibrate this screen"
      radius="lg"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (calibration) keep(calibration);
        }}
      >
        <Stack gap="md">
          <Text>Lay a ruler on the screen and measure this bar from its left end to its right end.</Text>
          <div style={{ overflowX: 'auto' }}>
            <Bar px={RULER_BAR_PX} label="Bar to measure" />
          </div>
          <LengthField isRefused={barMm !== null && !calibration} onChange={setBarMm} />
          {calibration && <Check calibration={calibration} />}
          <Text size="sm" c="dimmed">
            Kept in this browser for this monitor and this zoom. Another zoom, pixel ratio or monitor needs its own.
          </Text>
          <Group justify="flex-end">
            {calibrated && <Button onClick={() => keep(null)}>Forget the calibration</Button>}
            <Button type="submit" variant="filled" disabled={!calibration}>
              Keep
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
