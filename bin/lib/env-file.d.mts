export function parseEnvText(text: string): Record<string, string>;
export function withEnvFile(
  root: string,
  environment: Record<string, string | undefined>,
): Record<string, string | undefined>;
