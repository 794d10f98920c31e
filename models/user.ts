import { ROLES, type Role } from '@/lib/accounts/permissions';
import { defineModel, nullable, required } from './define-model';
import { find, findOne, insert, updateOne } from './plugins/queries';
import type { Transaction } from './transaction';

/** A person who signs in. Belongs to one organisation for now; e-mail addresses are unique over all of them. */
export interface UserDocument {
  _id: string;
  organization_id: string;
  email: string;
  name: string;
  role: Role;
  password_hash: string;
  must_change_password: boolean;
  /** After this the password opens nothing any more (first passwords); null for one the person chose. */
  password_expires_at: Date | null;
  disabled_at: Date | null;
  created_at: Date;
}

const model = defineModel<UserDocument>({
  name: 'User',
  collection: 'users',
  owned: false,
  fields: {
    _id: required(String),
    organization_id: required(String),
    email: required(String),
    name: required(String),
    role: { type: String, required: true, enum: ROLES },
    password_hash: required(String),
    must_change_password: required(Boolean),
    password_expires_at: nullable(Date),
    disabled_at: nullable(Date),
    created_at: required(Date),
  },
  indexes: [{ keys: { email: 1 }, options: { unique: true } }, { keys: { organization_id: 1, email: 1 } }],
});

/** People. Found by e-mail before any organisation is known, hence not scoped. */
export const users = {
  byEmail: (email: string) => findOne(model, { email }),
  byId: (id: string) => findOne(model, { _id: id }),
  ofOrganization: (organization_id: string) => find(model, { organization_id }, { sort: { email: 1 } }),
  insert: (document: UserDocument, tx?: Transaction) => insert(model, document, tx ? { tx } : {}),
  /** Replaces the password if it is still the one the caller checked. */
  setPassword: (id: string, oldHash: string, hash: string, tx: Transaction) =>
    updateOne(
      model,
      { _id: id, password_hash: oldHash },
      { $set: { password_hash: hash, must_change_password: false, password_expires_at: null } },
      { tx },
    ),
};
