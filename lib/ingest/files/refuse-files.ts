import { AppError } from '@/lib/errors/app-error';

/** The reader of a modality of which no file format is read: such uploads are JSON. */
export async function refuseFiles(): Promise<never> {
  throw new AppError('unsupported_format', {
    faults: [{ pointer: '/file', code: 'unsupported', detail: 'Therapy is sent as JSON.' }],
  });
}
