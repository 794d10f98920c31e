/** Bundles the entry of a process or thread of ours; packages stay outside. */
export function bundle(root: string, source: string, output: string): Promise<void>;
