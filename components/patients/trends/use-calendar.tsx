import Link from 'next/link';
import card from '@/components/ui/card.module.css';
import { formatPlainDate } from '@/lib/client/format-time';
import type { CalendarNight } from '@/lib/patients/domain/therapy-trends';
import classes from './trends.module.css';

const WEEK = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;

const WORDS: Record<CalendarNight['state'], string> = {
  adherent: '4 h or more',
  short: 'Under 4 h',
  unused: '0 h, device sent',
  no_data: 'No data',
  excluded: 'Excluded',
};

/** Weeks from Monday on; days outside the stretch are empty. */
function weeksOf(nights: readonly CalendarNight[]): (CalendarNight | null)[][] {
  const [first] = nights;
  const lead = first ? (new Date(`${first.date}T00:00:00Z`).getUTCDay() + 6) % 7 : 0;
  const cells = [...Array<null>(lead).fill(null), ...nights];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_unused, day) => cells[week * 7 + day] ?? null),
  );
}

function cellText({ state, minutes }: CalendarNight): string {
  if (state === 'excluded') return '×';
  return minutes === null ? '' : minutes === 0 ? '0' : (minutes / 60).toFixed(1);
}

function Cell({ night }: { night: CalendarNight | null }) {
  if (!night) return <td aria-hidden="true" />;
  const { date, state, minutes, id } = night;
  const words = `${formatPlainDate(date)}: ${minutes ? `${(minutes / 60).toFixed(1)} h, ` : ''}${WORDS[state]}`;
  const content = (
    <>
      <span className={classes.day} aria-hidden="true">
        {Number(date.slice(8))}
      </span>
      <span className={classes.hours} aria-hidden="true">
        {cellText(night)}
      </span>
    </>
  );
  return (
    <td className={classes[state]}>
      {id ? (
        <Link href={`/therapy/${id}`} prefetch={false} aria-label={words}>
          {content}
        </Link>
      ) : (
        <span role="img" aria-label={words}>
          {content}
        </span>
      )}
    </td>
  );
}

/** Hours of each night, week by week; no data is hatched, an unused night says 0. */
export function UseCalendar({ nights }: { nights: readonly CalendarNight[] }) {
  const weeks = weeksOf(nights);
  return (
    <section className={card.card} aria-label="Adherence calendar">
      <header className={card.header}>
        <h2 className={card.title}>Adherence calendar</h2>
        <span className={classes.source}>hours per night</span>
      </header>
      <table className={classes.calendar} aria-label="Hours of use by night">
        <thead>
          <tr>
            {WEEK.map((day) => (
              <th key={day} scope="col">
                {day}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, index) => (
            <tr key={week.find((night) => night)?.date ?? index}>
              {week.map((night, day) => (
                <Cell key={WEEK[day]} night={night} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={classes.legend} aria-label="Legend">
        {Object.entries(WORDS).map(([state, word]) => (
          <li key={state}>
            <i className={classes[state]} /> {word}
          </li>
        ))}
      </ul>
      <p className={classes.note}>
        0 h is not no data. 0 h: the device reported an unused night. No data: nothing arrived, so use is unknown. Both
        count as not met for the payer’s rule, and are shown apart. Hours here are whole: what is excluded counts for
        that rule and for nothing else.
      </p>
    </section>
  );
}
