import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { withTransaction } from '@/models/transaction';
import { users } from '@/models/user';
import { type Actor, authorize } from './actor';
import { hashPassword, passwordFits } from './passwords';

/**
 * Replaces the password of the person signed in.
 * @throws AppError `sign_in_failed` when the current password is wrong, `invalid_body` when the new one is the old one.
 */
export async function changePassword(
  services: Services,
  actor: Actor,
  input: { body: { current_password: string; new_password: string } },
): Promise<{ changed: true }> {
  authorize(actor, 'account:self');
  if (actor.kind !== 'user') throw new AppError('not_permitted');
  const user = await users.byId(actor.user_id);
  if (!user || !(await passwordFits(user.password_hash, input.body.current_password)))
    throw new AppError('sign_in_failed');
  if (input.body.new_password === input.body.current_password) {
    throw new AppError('invalid_body', {
      faults: [
        { pointer: '/new_password', code: 'unchanged', detail: 'The new password must differ from the current one.' },
      ],
    });
  }
  const hash = await hashPassword(input.body.new_password);
  await withTransaction(async (tx) => {
    const changed = await users.setPassword(user._id, user.password_hash, hash, tx);
    if (changed === 0) throw new AppError('sign_in_failed');
    await recordEvent(services, actor, { action: 'password.changed', subject: { kind: 'user', id: user._id } }, tx);
  });
  return { changed: true };
}
