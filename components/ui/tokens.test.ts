import { describe, expect, it } from 'vitest';
import { PAPER, TOKENS, type TokenName } from './tokens';

/** Relative luminance of an sRGB colour, WCAG 2.2 "relative luminance". */
function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const TEXT_PAIRS: [TokenName, TokenName][] = [
  ['text', 'surface'],
  ['text', 'bg'],
  ['text-2', 'surface'],
  ['text-3', 'surface'],
  ['text-3', 'bg'],
  ['text-3', 'surface-2'],
  ['accent', 'surface'],
  ['accent', 'accent-soft'],
  ['crit', 'crit-bg'],
  ['high', 'high-bg'],
  ['warn', 'warn-bg'],
  ['ok', 'ok-bg'],
];

const MARKS: TokenName[] = [
  'c-heart',
  'c-flow',
  'c-ipap',
  'c-epap',
  'c-leak',
  'c-rr',
  'c-tv',
  'c-spo2',
  'c-pulse',
  'e-oa',
  'e-ca',
  'e-h',
  'e-ua',
];

describe.each(['light', 'dark'] as const)('%s tokens', (scheme) => {
  const tokens = TOKENS[scheme];

  it.each(TEXT_PAIRS)('%s on %s is readable text (4.5:1)', (ink, ground) => {
    expect(contrast(tokens[ink], tokens[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it('white on the filled accent is readable text', () => {
    expect(contrast('#FFFFFF', tokens['accent-solid'])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(MARKS)('%s stands out from the card as a mark (3:1)', (mark) => {
    expect(contrast(tokens[mark], tokens.surface)).toBeGreaterThanOrEqual(3);
  });
});

describe('paper', () => {
  it('keeps trace and lead names readable on paper and on a bold line', () => {
    expect(contrast(PAPER.trace, PAPER.bg)).toBeGreaterThanOrEqual(10);
    expect(contrast(PAPER.trace, PAPER.major)).toBeGreaterThanOrEqual(10);
    expect(contrast(PAPER.label, PAPER.bg)).toBeGreaterThanOrEqual(4.5);
  });
});
