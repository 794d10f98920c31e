import { identifyAssignee } from '@/lib/devices/assignments/identify-assignee';
import { identifyAssigneeContract } from '@/lib/devices/device-contracts';
import { endpoint } from '@/lib/http/endpoint';

export const POST = endpoint(identifyAssigneeContract, identifyAssignee);
