import { endpoint } from '@/lib/http/endpoint';
import { getPreviewsContract } from '@/lib/worklist/contracts';
import { getPreviews } from '@/lib/worklist/get-previews';

export const GET = endpoint(getPreviewsContract, getPreviews);
