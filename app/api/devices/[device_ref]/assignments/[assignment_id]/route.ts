import { changeAssignmentContract, removeAssignmentContract } from '@/lib/devices/assignment-contracts';
import { changeAssignment } from '@/lib/devices/assignments/change-assignment';
import { removeAssignment } from '@/lib/devices/assignments/remove-assignment';
import { endpoint } from '@/lib/http/endpoint';

export const PUT = endpoint(changeAssignmentContract, changeAssignment);
export const DELETE = endpoint(removeAssignmentContract, removeAssignment);
