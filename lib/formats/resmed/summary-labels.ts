/**
 * Labels of the summary file as series 9 writes them, by those of series 10 and 11 (formats reference 6.5). Series 9 was
 * read by its description only; no card of it was at hand.
 */
const SERIES_9: ReadonlyMap<string, string> = new Map([
  ['Mask On', 'MaskOn'],
  ['Mask Off', 'MaskOff'],
  ['Mask Events', 'MaskEvents'],
  ['Mask Dur', 'Duration'],
  ['Leak Med', 'Leak.50'],
  ['Leak 95', 'Leak.95'],
  ['Mask Pres Med', 'MaskPress.50'],
  ['Mask Pres 95', 'MaskPress.95'],
  ['Insp Pres Med', 'TgtIPAP.50'],
  ['Insp Pres 95', 'TgtIPAP.95'],
  ['Exp Pres 95', 'TgtEPAP.95'],
  ['Set Pressure', 'S.C.Press'],
  ['Min Pressure', 'S.AS.MinPress'],
  ['Max Pressure', 'S.AS.MaxPress'],
  ['Modus', 'Mode'],
  ['Funktion', 'Mode'],
]);

/** A label as series 10 and 11 have it. */
export function summaryLabel(label: string): string {
  return SERIES_9.get(label) ?? label;
}
