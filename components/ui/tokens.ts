import type { CSSVariablesResolver } from '@mantine/core';

/** The ECG paper. It stays paper in the dark scheme, so canvases read these values directly. */
export const PAPER = {
  bg: '#FFFCFA',
  minor: '#FAE5E0',
  major: '#F0BFB5',
  trace: '#14171C',
  label: '#4A3936',
  caliper: '#2A4FB0',
  under: '#6E7480',
} as const;

/** The ECG on a dark grid: a person's own choice, whatever the colour scheme, never for print. */
export const DARK_PAPER = {
  bg: '#0F1214',
  minor: '#1F2224',
  major: '#38383A',
  trace: '#F1EEE8',
  label: '#C9C2BA',
  caliper: '#9AB3EE',
  under: '#8C8A86',
} as const;

const LIGHT = {
  bg: '#F5F6F8',
  surface: '#FFFFFF',
  'surface-2': '#FAFBFC',
  sunken: '#EEF0F3',
  line: '#E3E6EB',
  'line-2': '#C9CFD8',
  text: '#171B22',
  'text-2': '#474F5D',
  'text-3': '#5F6877',
  accent: '#3355A8',
  'accent-hover': '#2A478D',
  'accent-solid': '#3355A8',
  'accent-soft': '#EAEFFA',
  'accent-line': '#B9C8EC',
  crit: '#B3211A',
  'crit-bg': '#FCEFEE',
  'crit-line': '#EFC2BE',
  high: '#A1450B',
  'high-bg': '#FDF2E9',
  'high-line': '#F0CDAE',
  warn: '#775600',
  'warn-bg': '#FBF5E0',
  'warn-line': '#E6D58F',
  ok: '#1B6E45',
  'ok-bg': '#ECF6F0',
  'ok-line': '#BCDFCC',
  'c-heart': '#A0325B',
  'c-flow': '#3F4A5A',
  'c-ipap': '#3355A8',
  'c-epap': '#7891D2',
  'c-leak': '#8A5F00',
  'c-rr': '#566A1A',
  'c-tv': '#6D4BA8',
  'c-spo2': '#0B7088',
  'c-pulse': '#B8738D',
  'e-oa': '#B0481A',
  'e-ca': '#6D4BA8',
  'e-h': '#22737B',
  'e-ua': '#5F6877',
  shadow: '0 1px 2px rgba(16, 24, 40, 0.06), 0 8px 24px rgba(16, 24, 40, 0.12)',
} as const;

/** Name of a token that has a light and a dark value; in CSS `--nb-<name>`. */
export type TokenName = keyof typeof LIGHT;

const DARK: Record<TokenName, string> = {
  bg: '#0D1014',
  surface: '#14181E',
  'surface-2': '#191E25',
  sunken: '#0A0D10',
  line: '#272D36',
  'line-2': '#3E4753',
  text: '#E6E9EE',
  'text-2': '#B1B9C5',
  'text-3': '#8F98A6',
  accent: '#9AB3EE',
  'accent-hover': '#B6C8F4',
  'accent-solid': '#4465B8',
  'accent-soft': '#1A243D',
  'accent-line': '#3A4E82',
  crit: '#FF9F97',
  'crit-bg': '#2C1615',
  'crit-line': '#5C2A27',
  high: '#F4B47F',
  'high-bg': '#291B10',
  'high-line': '#573A20',
  warn: '#E2C566',
  'warn-bg': '#242008',
  'warn-line': '#4D4313',
  ok: '#80D1A6',
  'ok-bg': '#0F241A',
  'ok-line': '#23503A',
  'c-heart': '#F08DB0',
  'c-flow': '#AEB8C6',
  'c-ipap': '#9AB3EE',
  'c-epap': '#6480C6',
  'c-leak': '#DDB04C',
  'c-rr': '#B2C462',
  'c-tv': '#BBA0EC',
  'c-spo2': '#5CC4DB',
  'c-pulse': '#B77C93',
  'e-oa': '#F0935F',
  'e-ca': '#BBA0EC',
  'e-h': '#63C3C9',
  'e-ua': '#8F98A6',
  shadow: '0 1px 2px rgba(0, 0, 0, 0.4), 0 8px 24px rgba(0, 0, 0, 0.5)',
};

/** Every token that has a light and a dark value. */
export const TOKENS: { light: Record<TokenName, string>; dark: Record<TokenName, string> } = {
  light: LIGHT,
  dark: DARK,
};

function named(tokens: Record<string, string>, prefix: string): Record<string, string> {
  return Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--nb-${prefix}${name}`, value]));
}

/** Mantine's own variables that have to follow the tokens. */
function mantineVariables(tokens: Record<TokenName, string>): Record<string, string> {
  return {
    '--mantine-color-body': tokens.bg,
    '--mantine-color-text': tokens.text,
    '--mantine-color-dimmed': tokens['text-3'],
    '--mantine-color-placeholder': tokens['text-3'],
    '--mantine-color-default': tokens.surface,
    '--mantine-color-default-hover': tokens['surface-2'],
    '--mantine-color-default-border': tokens['line-2'],
    '--mantine-color-anchor': tokens.accent,
    '--mantine-color-error': tokens.crit,
    '--mantine-primary-color-filled-hover': tokens['accent-hover'],
  };
}

/** Publishes the tokens as `--nb-*` custom properties, for both colour schemes, through Mantine. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: { ...named(PAPER, 'p-'), ...named(DARK_PAPER, 'pd-') },
  light: { ...named(LIGHT, ''), ...mantineVariables(LIGHT) },
  dark: { ...named(DARK, ''), ...mantineVariables(DARK), '--mantine-primary-color-filled-hover': '#3A58A6' },
});
