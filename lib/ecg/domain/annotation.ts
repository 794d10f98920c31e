/** What an annotation is: one of the three calipers, or a remark. */
export const ANNOTATION_KINDS = ['time', 'voltage', 'march', 'note'] as const;
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

/** What a caliper comes to. */
export type AnnotationValue =
  | { name: 'interval'; value: number; unit: 'ms' }
  | { name: 'amplitude'; value: number; unit: 'uV' };
