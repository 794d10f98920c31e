/** Whole years from a date `YYYY-MM-DD` to an instant (UTC: a birthday is off by hours at most). */
export function yearsBetween(birth_date: string, at: Date): number {
  const birthday = at.toISOString().slice(5, 10) >= birth_date.slice(5);
  return at.getUTCFullYear() - Number(birth_date.slice(0, 4)) - (birthday ? 0 : 1);
}
