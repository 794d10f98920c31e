/** Where a wave begins or ends in one lead, in samples of the median beat. */
export interface LeadMark {
  lead: number;
  at: number;
}

/** A mark of all leads together, and how far the leads that bear it out lie apart. */
export interface GlobalMark {
  at: number;
  /** Leads in which the wave has such a mark at all, and those that lie close to the one chosen. */
  leads: number;
  agreeing: number;
  /** Spread of those that agree: their standard deviation in samples. */
  spread: number;
}

/** When marks of leads bear each other out. */
export interface Agreement {
  /** How far apart they lie at most, in samples. */
  tolerance: number;
  /** What part of all marks has to agree. */
  part: number;
  /** Which of those that agree is taken: 0 the outermost, 0.5 their middle, as noise makes the outermost lie too far out. */
  rank: number;
}

function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/**
 * The beginning or the end of a wave over all leads: the earliest beginning, or the latest end, that enough other leads
 * bear out by lying close to it on its inner side; marks that stand alone are errors of one lead. (Laguna P, Jané R,
 * Caminal P. Automatic detection of wave boundaries in multilead ECG signals: validation with the CSE database. Comput
 * Biomed Res 1994;27:45–60, who ask for three other leads.)
 *
 * @param edge which of the two is wanted
 * @returns null where there is no mark that others bear out
 */
export function overLeads(
  marks: readonly LeadMark[],
  edge: 'onset' | 'end',
  { tolerance, part, rank }: Agreement,
): GlobalMark | null {
  const inOrder = [...marks].sort((a, b) => (edge === 'onset' ? a.at - b.at : b.at - a.at));
  const least = Math.ceil(part * marks.length);
  for (const { at } of inOrder) {
    // only what lies on the inner side is asked: what lies further out was not borne out itself
    const close = inOrder.filter((other) => {
      const inward = edge === 'onset' ? other.at - at : at - other.at;
      return inward >= 0 && inward <= tolerance;
    });
    if (close.length >= least) {
      const agreeing = close.map((mark) => mark.at);
      const taken = agreeing[Math.floor(rank * (agreeing.length - 1))] ?? at;
      return { at: taken, leads: marks.length, agreeing: close.length, spread: spreadOf(agreeing) };
    }
  }
  return null;
}
