import { notePictureContract } from '@/lib/ecg/export-contracts';
import { notePicture } from '@/lib/ecg/report/note-picture';
import { endpoint } from '@/lib/http/endpoint';

export const POST = endpoint(notePictureContract, notePicture);
