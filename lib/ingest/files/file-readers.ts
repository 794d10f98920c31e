import type { Modality } from '@/lib/recordings/contracts';
import type { FileReader } from './file-reader';
import { readEcgFiles } from './read-ecg-files';
import { refuseFiles } from './refuse-files';

/** Who reads the files of each modality. */
export const FILE_READERS: Record<Modality, FileReader> = {
  ecg: readEcgFiles,
  cpap: refuseFiles,
  bipap: refuseFiles,
};
