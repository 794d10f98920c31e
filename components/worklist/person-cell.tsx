import Link from 'next/link';
import { formatName, formatSexLetter } from '@/lib/client/format-person';
import { formatAge } from '@/lib/client/format-time';
import type { PersonOnList } from '@/lib/worklist/contracts';
import classes from './worklist.module.css';

interface PersonCellProps {
  person: PersonOnList;
  /** Where the row leads, and what that is. */
  href: string;
  opens: string;
  /** What follows sex, age and MRN. */
  more?: string | null;
  now: string;
  timeZone: string;
}

/** Who a row is about, with all that tells two people of one name apart; its name opens the row. */
export function PersonCell({ person, href, opens, more = null, now, timeZone }: PersonCellProps) {
  const name = formatName(person);
  const age = person.birth_date ? formatAge(person.birth_date, now, timeZone) : 'age not sent';
  const facts = [`${formatSexLetter(person.sex)} ${age}`, person.patient_id, more].filter(Boolean).join(' · ');
  return (
    <>
      <Link href={href} prefetch={false} data-row-link className={classes.name} aria-label={`${name}, ${opens}`}>
        {name}
      </Link>
      <div className={classes.source}>{facts}</div>
    </>
  );
}
