/** More leads add little to what three say, and take their time. */
const MOST_LEADS = 3;
/** Looked at first where there are more: they lie across each other. */
const PREFERRED = ['II', 'V5', 'V1', 'V2', 'I', 'III'];

/** The leads of a long recording that its rhythm is read from: up to three, those first that lie across each other. */
export function tellingLeads<Lead extends { name: string }>(leads: readonly Lead[]): Lead[] {
  const orderOf = ({ name }: Lead) => (PREFERRED.includes(name) ? PREFERRED.indexOf(name) : PREFERRED.length);
  return [...leads].sort((a, b) => orderOf(a) - orderOf(b)).slice(0, MOST_LEADS);
}
