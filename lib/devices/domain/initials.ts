const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });

function initial(name: string | null): string | null {
  const [first] = segments.segment(name?.trim() ?? '');
  return first ? `${first.segment.toLocaleUpperCase('en')}.` : null;
}

/** The initials of a person, family name first as everywhere in the portal: `Q. A.`; null where no name is known. */
export function initialsOf(person: { family_name: string | null; given_name: string | null }): string | null {
  const both = [initial(person.family_name), initial(person.given_name)].filter((one) => one !== null);
  return both.length > 0 ? both.join(' ') : null;
}
