import { authHandler } from '@/lib/accounts/next-auth';

export { authHandler as GET, authHandler as POST };
