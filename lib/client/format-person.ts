interface PersonName {
  family_name: string | null;
  given_name: string | null;
}

const SEX_WORDS: Record<string, string> = { female: 'Female', male: 'Male', other: 'Other' };
const SEX_LETTERS: Record<string, string> = { female: 'F', male: 'M', other: 'O' };

/** `FAMILY, Given` as everywhere in the portal; says so where nobody has sent a name. */
export function formatName(person: PersonName): string {
  const family = person.family_name?.trim().toLocaleUpperCase('en') ?? '';
  const given = person.given_name?.trim() ?? '';
  return [family, given].filter((part) => part !== '').join(', ') || 'Name not sent';
}

/** `Female`, `Male`, `Other`, `Unknown`. */
export function formatSex(sex: string): string {
  return SEX_WORDS[sex] ?? 'Unknown';
}

/** One letter for tables; a dash where unknown. */
export function formatSexLetter(sex: string): string {
  return SEX_LETTERS[sex] ?? '–';
}
