import type { LinkKind } from './link-ecg';

const WORDS: Record<LinkKind, string> = {
  during: 'During therapy',
  morning_after: '≤ 12 h after therapy',
  same_night: 'Same night',
  none: 'No therapy night',
};

/** How an ECG stands to therapy, in words. */
export function linkText(kind: LinkKind): string {
  return WORDS[kind];
}
