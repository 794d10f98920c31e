import { dateOfDay, dayNumber } from '@/lib/patients/domain/timeline';
import { type View, xOf } from './lane-frame';
import classes from './patient-timeline.module.css';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LABEL_PX = 62;

interface Tick {
  day: number;
  label: string;
}

const monthOf = (date: string) => MONTHS[Number(date.slice(5, 7)) - 1] ?? '';

/** First days of months in a range, every `step` months; January also names its year. */
function monthTicks(view: View, step: number): Tick[] {
  const ticks: Tick[] = [];
  const start = dateOfDay(view.from);
  let [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  for (;;) {
    const date = `${year}-${String(month).padStart(2, '0')}-01`;
    const day = dayNumber(date);
    if (day > view.to) return ticks;
    if (day >= view.from && (month - 1) % step === 0)
      ticks.push({ day, label: month === 1 ? `${monthOf(date)} ${year}` : monthOf(date) });
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
}

function dayTicks(view: View, step: number): Tick[] {
  const ticks: Tick[] = [];
  for (let day = Math.ceil(view.from); day <= view.to; day += 1) {
    if (day % step !== 0) continue;
    const date = dateOfDay(day);
    ticks.push({ day, label: `${Number(date.slice(8))} ${monthOf(date)}` });
  }
  return ticks;
}

/** As many dates as there is room for: days, weeks, months, quarters or years. */
export function axisTicks(view: View, width: number): Tick[] {
  const days = ((view.to - view.from) * LABEL_PX) / Math.max(LABEL_PX, width);
  for (const step of [1, 2, 7, 14]) if (days <= step) return dayTicks(view, step);
  for (const step of [1, 3, 6]) if (days <= step * 30) return monthTicks(view, step);
  return monthTicks(view, 12);
}

/** Dates above the lanes. What they say is in the sentences and the table, so readers pass them by. */
export function TimelineAxis({ view, width }: { view: View; width: number }) {
  return (
    <div className={classes.axis} aria-hidden="true">
      {axisTicks(view, width)
        .map((tick) => ({ ...tick, x: xOf({ view, width }, tick.day) }))
        .filter(({ x }) => x > 14 && x < width - 22)
        .map(({ day, label, x }) => (
          <span key={day} style={{ left: x }}>
            {label}
          </span>
        ))}
    </div>
  );
}
