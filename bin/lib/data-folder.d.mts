export function storeSocket(folder: string): string;
export function socketFolder(dataDir: string): string;
