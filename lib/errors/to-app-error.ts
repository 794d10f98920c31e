import { ObjectStoreUnavailableError } from '@/lib/platform/objects';
import { isDatabaseUnavailable } from '@/models/store-errors';
import { AppError } from './app-error';

/** Any thrown thing as an AppError: stores that are away become 503, the unknown becomes 500. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ObjectStoreUnavailableError || isDatabaseUnavailable(error)) {
    return new AppError('store_unavailable', { cause: error });
  }
  return new AppError('internal', { cause: error });
}
