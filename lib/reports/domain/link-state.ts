/** The longest a link lives and the most it is opened (COR-7). */
export const MOST_LINK_DAYS = 7;
export const MOST_OPENS = 10;

/** Wrong codes after which a link is locked for good: of 32⁸ codes five are tried. */
export const MOST_WRONG_TRIES = 5;

/** What a link is good for, or why it is over. */
export const LINK_STATES = ['live', 'expired', 'used_up', 'locked', 'revoked', 'withdrawn'] as const;

export type LinkState = (typeof LINK_STATES)[number];

/** What the state of a link depends on. */
export interface LinkLife {
  expires_at: Date;
  max_opens: number;
  opens: number;
  wrong_tries: number;
  revoked_at: Date | null;
  withdrawn_at: Date | null;
}

/** The state of a link at an instant; where several things have ended it, what a person or a record did comes first. */
export function linkState(link: LinkLife, now: Date): LinkState {
  if (link.withdrawn_at) return 'withdrawn';
  if (link.revoked_at) return 'revoked';
  if (link.wrong_tries >= MOST_WRONG_TRIES) return 'locked';
  if (link.opens >= link.max_opens) return 'used_up';
  return link.expires_at <= now ? 'expired' : 'live';
}
