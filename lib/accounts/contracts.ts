import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './passwords';

const passwordChangeSchema = z
  .strictObject({
    current_password: z.string().max(MAX_PASSWORD_LENGTH),
    new_password: z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH),
  })
  .meta({ id: 'PasswordChange' });

export const changePasswordContract = defineContract({
  operation_id: 'changePassword',
  method: 'POST',
  path: '/api/account/password',
  summary: 'Change the password of the person signed in',
  tag: 'Account',
  access: { kind: 'permission', any_of: ['account:self'], by_session: true },
  params: z.object({}),
  query: z.object({}),
  content: { 'application/json': passwordChangeSchema },
  read: jsonBody(passwordChangeSchema),
  responses: {
    200: { description: 'Changed', schema: z.object({ changed: z.literal(true) }).meta({ id: 'PasswordChanged' }) },
  },
  errors: [
    'not_signed_in',
    'cross_origin',
    'not_permitted',
    'sign_in_failed',
    'invalid_body',
    'unsupported_format',
    'too_many_requests',
    'store_unavailable',
  ],
});
