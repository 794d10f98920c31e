export function countVitest(
  reportFile: string,
  code: number | null,
  s3Given: boolean,
): { passed: number; failed: number; leftOut: number };
export function countPlaywright(reportFile: string, code: number | null): { passed: number; failed: number };
