/** Makers' limits of the nightly 95th percentile of unintentional leak, in L/min (ResMed: nasal masks and pillows 24, full-face masks 36). */
const RESMED_L_MIN: Record<string, number> = { nasal: 24, pillows: 24, full_face: 36 };

/** What decides which limit holds: it differs by maker and mask, and there is none for total leak. */
export interface LeakSetting {
  leak_type: string | null;
  /** The makers of the night's devices, as stated. */
  makes: readonly (string | null)[];
  mask: string | null;
}

/**
 * The limit above which a night's 95th percentile of leak asks for attention, in L/min; null where none is known: total
 * leak, another maker, several makers, a mask nobody named. A limit is never guessed. Source: clinical reference 1.4
 * (ATS statement, PMC5447296; PMC6739917).
 */
export function leakLimit({ leak_type, makes, mask }: LeakSetting): number | null {
  if (leak_type !== 'unintentional' || mask === null || makes.length === 0) return null;
  if (!makes.every((make) => make?.trim().toLowerCase() === 'resmed')) return null;
  return RESMED_L_MIN[mask] ?? null;
}
