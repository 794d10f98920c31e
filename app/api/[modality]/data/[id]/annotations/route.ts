import { addAnnotation } from '@/lib/ecg/annotations/add-annotation';
import { addAnnotationContract, listAnnotationsContract } from '@/lib/ecg/annotations/endpoints';
import { listAnnotations } from '@/lib/ecg/annotations/list-annotations';
import { endpoint } from '@/lib/http/endpoint';

export const GET = endpoint(listAnnotationsContract, listAnnotations);
export const POST = endpoint(addAnnotationContract, addAnnotation);
