import { AppError } from '@/lib/errors/app-error';

/** What every list answers to a cursor that it did not give itself. */
export function invalidCursor(): AppError {
  return new AppError('invalid_query', {
    faults: [{ pointer: '/cursor', code: 'invalid_cursor', detail: 'This is no cursor of ours.' }],
  });
}
