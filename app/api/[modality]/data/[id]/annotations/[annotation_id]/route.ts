import { removeAnnotationContract } from '@/lib/ecg/annotations/endpoints';
import { removeAnnotation } from '@/lib/ecg/annotations/remove-annotation';
import { endpoint } from '@/lib/http/endpoint';

export const DELETE = endpoint(removeAnnotationContract, removeAnnotation);
