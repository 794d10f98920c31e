import card from '@/components/ui/card.module.css';
import { SourceTag } from '@/components/ui/measure';
import { formatDecimal } from '@/lib/client/format-value';
import type { Night } from '@/lib/therapy/contracts';
import { deviceName, modeText } from './night-text';
import classes from './night-viewer.module.css';

const LABELS: readonly (readonly [string, string, string])[] = [
  ['pressure_cmh2o', 'Pressure', 'cmH₂O'],
  ['pressure_min_cmh2o', 'Pressure, minimum', 'cmH₂O'],
  ['pressure_max_cmh2o', 'Pressure, maximum', 'cmH₂O'],
  ['ipap_cmh2o', 'IPAP', 'cmH₂O'],
  ['ipap_max_cmh2o', 'IPAP, maximum', 'cmH₂O'],
  ['epap_cmh2o', 'EPAP', 'cmH₂O'],
  ['epap_min_cmh2o', 'EPAP, minimum', 'cmH₂O'],
  ['epap_max_cmh2o', 'EPAP, maximum', 'cmH₂O'],
  ['pressure_support_cmh2o', 'Pressure support', 'cmH₂O'],
  ['pressure_support_min_cmh2o', 'Pressure support, minimum', 'cmH₂O'],
  ['pressure_support_max_cmh2o', 'Pressure support, maximum', 'cmH₂O'],
  ['backup_rate_bpm', 'Backup rate', '/min'],
  ['ti_min_s', 'Inspiration, minimum', 's'],
  ['ti_max_s', 'Inspiration, maximum', 's'],
  ['ramp_minutes', 'Ramp', 'min'],
  ['ramp_start_cmh2o', 'Ramp starts at', 'cmH₂O'],
  ['epr_level', 'Expiratory relief (EPR)', ''],
  ['humidity_level', 'Humidity', ''],
];

const MASKS: Readonly<Record<string, string>> = {
  nasal: 'nasal',
  pillows: 'nasal pillows',
  full_face: 'full face',
  other: 'other',
};

function rowsOf(night: Night): [string, string][] {
  const settings = LABELS.flatMap(([name, label, unit]): [string, string][] => {
    const value = night.settings[name];
    return typeof value === 'number' ? [[label, `${formatDecimal(value, 2)} ${unit}`.trim()]] : [];
  });
  const mask = night.mask === null ? 'not sent' : (MASKS[night.mask] ?? night.mask);
  const devices = night.devices.map((device): [string, string] => [
    'Device',
    [deviceName(device), device.firmware && `firmware ${device.firmware}`].filter(Boolean).join(', '),
  ]);
  return [['Mode', modeText(night.mode)], ...settings, ['Mask', mask], ...devices];
}

/** How the device was set in this night, and which one it was. */
export function SettingsCard({ night }: { night: Night }) {
  return (
    <section className={card.card} aria-label="Settings">
      <header className={card.header}>
        <h2 className={card.title}>Settings</h2>
        <SourceTag source={{ kind: 'device' }} />
      </header>
      <dl className={classes.settings}>
        {rowsOf(night).map(([label, text]) => (
          <div key={`${label} ${text}`}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {night.devices.length > 1 && <p className={classes.none}>Mode and settings are those of the device used most.</p>}
    </section>
  );
}
