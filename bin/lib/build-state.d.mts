export const BUNDLES: { source: string; output: string; browser?: boolean }[];
export function hashSources(root: string): string;
export function buildIsStale(root: string): boolean;
export function writeBuildStamp(root: string, sources: string): void;
