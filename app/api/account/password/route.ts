import { changePassword } from '@/lib/accounts/change-password';
import { changePasswordContract } from '@/lib/accounts/contracts';
import { endpoint } from '@/lib/http/endpoint';

export const POST = endpoint(changePasswordContract, changePassword);
