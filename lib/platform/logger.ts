import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';

export type { Logger };

/**
 * The one logger: JSON lines on standard output (or, for tests, wherever told). Callers pass ids and codes only; the redaction below is a second line
 * of defence, not a licence to log bodies.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['*.password', '*.authorization', '*.cookie', '*.patient_id', '*.family_name', '*.given_name'],
      censor: '[removed]',
    },
    serializers: {
      // error texts of drivers can quote documents; the class, the code and our own frames are enough to find the cause
      err: (error: Error & { code?: unknown }) => ({
        type: error.name,
        code: typeof error.code === 'string' || typeof error.code === 'number' ? error.code : undefined,
        stack: error.stack
          ?.split('\n')
          .filter((line) => line.trim().startsWith('at '))
          .join('\n'),
        cause: error.cause instanceof Error ? error.cause.name : undefined,
      }),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
