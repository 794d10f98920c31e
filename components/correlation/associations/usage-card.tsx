import card from '@/components/ui/card.module.css';
import table from '@/components/ui/data-table.module.css';
import { type NightMeasure, rhythmGroups } from '@/lib/correlation/domain/statistics/pairs';
import { LEAST_PAIRS } from '@/lib/correlation/domain/statistics/spearman';
import { arrhythmiaByUsage, type BandOfUse } from '@/lib/correlation/domain/statistics/usage-bands';
import type { Timeline } from '@/lib/patients/timeline-contracts';
import { BAND_WORDS, judgedByText, measureText, NIGHT_WORDS, nightSourceText } from './association-text';
import classes from './associations.module.css';
import { ScrollTable } from './scroll-table';

const RHYTHM_WORDS = { device: 'by its device', reader: 'by its reader' };

const FOLLOWED_COLUMNS = ['Followed, h', 'AF suspected, min per h followed'];
const COLUMNS = ['Nights', 'Recordings', 'With AF', 'Monitored, h', 'With AF per monitored h'];

const NO_RATE = 'under 1 h: no rate';

/** How long fibrillation was suspected, in what was followed beat by beat. */
function FollowedCells({ band: { followed_h, suspected_min_per_h } }: { band: BandOfUse }) {
  return (
    <>
      <td className={table.number}>{followed_h.toFixed(2)}</td>
      <td className={table.number}>{suspected_min_per_h === null ? NO_RATE : suspected_min_per_h.toFixed(1)}</td>
    </>
  );
}

/** Atrial fibrillation per monitored hour by the use of the night. */
export function UsageCard({ timeline }: { timeline: Timeline }) {
  const { source, bands, judged_by } = arrhythmiaByUsage(timeline.ecgs, timeline.nights);
  const judged = judgedByText(judged_by);
  const followed = bands.some(({ followed_h }) => followed_h > 0);
  return (
    <section className={card.card} aria-label="Atrial fibrillation by use">
      <header className={card.header}>
        <h2 className={card.title}>Atrial fibrillation by use</h2>
      </header>
      <ScrollTable label="Recordings by use of the night">
        <thead>
          <tr>
            <th scope="col">Use of the night</th>
            {[...COLUMNS, ...(followed ? FOLLOWED_COLUMNS : [])].map((name) => (
              <th scope="col" className={table.number} key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bands.map((band) => (
            <tr key={band.band}>
              <th scope="row">{BAND_WORDS[band.band]}</th>
              <td className={table.number}>{band.nights}</td>
              <td className={table.number}>{band.recordings}</td>
              <td className={table.number}>{band.flagged}</td>
              <td className={table.number}>{band.monitored_h.toFixed(2)}</td>
              <td className={table.number}>{band.flagged_per_h === null ? NO_RATE : band.flagged_per_h.toFixed(3)}</td>
              {followed && <FollowedCells band={band} />}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <p className={classes.note}>
        {judged && `Atrial fibrillation or flutter ${judged}. `}None labelled does not establish absence. Recordings of
        whose rhythm nothing is said are not counted; a computed suspicion counts the part that was judged; long
        recordings are followed beat by beat. Use: {nightSourceText(source)}. Association, not cause.
      </p>
    </section>
  );
}

/** A measure of the nights beside the rhythm of their ECGs. */
export function RhythmCard({ timeline, night }: { timeline: Timeline; night: NightMeasure }) {
  const found = rhythmGroups(timeline.ecgs, timeline.nights, night);
  const words = NIGHT_WORDS[night];
  const names = { atrial_fibrillation: 'Atrial fibrillation', sinus: 'Sinus rhythm' };
  return (
    <section className={card.card} aria-label="Rhythm">
      <header className={card.header}>
        <h2 className={card.title}>Rhythm and {words.label}</h2>
      </header>
      {found.ok ? (
        <ScrollTable label={`Median ${words.label} by rhythm`}>
          <thead>
            <tr>
              <th scope="col">Rhythm of the ECG, {found.rhythm_sources.map((by) => RHYTHM_WORDS[by]).join(' or ')}</th>
              <th scope="col" className={table.number}>
                Nights
              </th>
              <th scope="col" className={table.number}>
                Median {words.label}, {words.unit}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.groups.map(({ rhythm, nights, median }) => (
              <tr key={rhythm}>
                <th scope="row">{names[rhythm]}</th>
                <td className={table.number}>{nights}</td>
                <td className={table.number}>{median === null ? '–' : measureText(median, words)}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      ) : (
        <p className={classes.note}>
          {found.nights} {found.nights === 1 ? 'night' : 'nights'} with a stated rhythm: {LEAST_PAIRS} are needed.
        </p>
      )}
      <p className={classes.note}>A class of rhythm has no order: medians, no correlation. Association, not cause.</p>
    </section>
  );
}
