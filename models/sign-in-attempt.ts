import { defineModel, required } from './define-model';
import { deleteOne, findOne, findOneAndUpdate } from './plugins/queries';

/** Failed sign-ins of one account or one address within a window. `_id` is a keyed hash, never the e-mail itself. */
export interface SignInAttemptDocument {
  _id: string;
  failures: number;
  window_ends_at: Date;
}

const model = defineModel<SignInAttemptDocument>({
  name: 'SignInAttempt',
  collection: 'signinattempts',
  owned: false,
  fields: { _id: required(String), failures: required(Number), window_ends_at: required(Date) },
  indexes: [{ keys: { window_ends_at: 1 }, options: { expireAfterSeconds: 0 } }],
});

/** Failed sign-ins, counted in the store so that a restart or a second process forgets nothing. */
export const signInAttempts = {
  get: (id: string) => findOne(model, { _id: id }),
  countFailure: (id: string, windowEndsAt: Date) =>
    findOneAndUpdate(
      model,
      { _id: id },
      { $inc: { failures: 1 }, $set: { window_ends_at: windowEndsAt } },
      { upsert: true },
    ),
  forget: (id: string) => deleteOne(model, { _id: id }),
};
