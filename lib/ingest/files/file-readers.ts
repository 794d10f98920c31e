import type { Modality } from '@/lib/recordings/contracts';
import { readCardFiles } from '../card/read-card-files';
import type { FileReader } from './file-reader';
import { readEcgFiles } from './read-ecg-files';

/** Who reads the files of each modality. */
export const FILE_READERS: Record<Modality, FileReader> = {
  ecg: readEcgFiles,
  cpap: readCardFiles,
  bipap: readCardFiles,
};
