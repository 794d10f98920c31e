import { endpoint } from '@/lib/http/endpoint';
import { getNextUnreadContract } from '@/lib/worklist/contracts';
import { getNextUnread } from '@/lib/worklist/get-next-unread';

export const GET = endpoint(getNextUnreadContract, getNextUnread);
