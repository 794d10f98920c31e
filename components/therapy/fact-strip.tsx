import { SourceTag } from '@/components/ui/measure';
import type { Night } from '@/lib/therapy/contracts';
import { NIGHT_ALGORITHM } from '@/lib/therapy/domain/algorithm';
import classes from './fact-strip.module.css';
import { type NightFact, nightFacts } from './night-facts';
import { deviceName } from './night-text';

const COMPUTED = { kind: 'computed', ...NIGHT_ALGORITHM } as const;

function Fact({ fact }: { fact: NightFact }) {
  const { device, computed, unit, missing, note } = fact;
  const first = device ?? computed;
  return (
    <div className={classes.fact} data-wide={fact.id === 'split' || undefined}>
      <dt>{fact.label}</dt>
      <dd>
        <span className={classes.value}>{first ?? '–'}</span>{' '}
        {first !== null && <span className={classes.unit}>{unit}</span>}
      </dd>
      <dd className={classes.source}>
        {device !== null && <SourceTag source={{ kind: 'device' }} />}
        {device !== null && ', '}
        {computed === null ? (
          `not computed: ${missing}`
        ) : (
          <>
            <SourceTag source={COMPUTED} />
            {device !== null && ` ${computed}`}
          </>
        )}
      </dd>
      {note && <dd className={classes.note}>{note}</dd>}
    </div>
  );
}

/** Where several devices were used, what each of them reported stands apart: none of it is the whole night. */
function ByDevice({ night }: { night: Night }) {
  const reporting = night.devices.filter(({ device_reported }) => device_reported !== null);
  if (night.device_reported !== null || reporting.length === 0) return null;
  return (
    <div className={classes.byDevice}>
      {reporting.map((device) => {
        const { usage_minutes = null, ahi = null } = device.device_reported ?? {};
        return (
          <span key={device.device_id}>
            {deviceName(device)}:{' '}
            {usage_minutes === null ? 'usage not reported' : `${(usage_minutes / 60).toFixed(1)} h`},{' '}
            {ahi === null ? 'AHI not reported' : `AHI ${ahi.toFixed(1)} /h`} <SourceTag source={{ kind: 'device' }} />
          </span>
        );
      })}
    </div>
  );
}

/** The facts of a night, each with whose it is. */
export function FactStrip({ night }: { night: Night }) {
  return (
    <section className={classes.strip} aria-label="Facts of the night">
      <dl className={classes.facts}>
        {nightFacts(night).map((fact) => (
          <Fact key={fact.id} fact={fact} />
        ))}
      </dl>
      <ByDevice night={night} />
    </section>
  );
}
