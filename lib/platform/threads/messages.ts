/** What the pool and a thread of it say to each other. */
export type ToThread = { kind: 'task'; task: unknown } | { kind: 'answer'; answer: unknown };

export type FromThread =
  | { kind: 'ask'; question: unknown }
  | { kind: 'done'; result: unknown }
  /** The handler threw: always a defect, since handlers answer what they can foresee as a result. */
  | { kind: 'failed'; name: string; stack: string };
