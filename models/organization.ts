import { Schema } from 'mongoose';
import type { ComputedValues } from '@/lib/computed-values/contracts';
import type { ReportSharing } from '@/lib/reports/contracts';
import type { Retention } from '@/lib/retention/contracts';
import type { SiteList } from '@/lib/sites/contracts';
import { defineModel, required } from './define-model';
import { find, findOne, findOneAndUpdate, insert } from './plugins/queries';
import type { Transaction } from './transaction';

/** What readers pick from, in their department's order. */
interface ReadingPhrases {
  phrases: string[];
  revision: number;
}

/** A tenant. `change` is the last change number given out in it. */
export interface OrganizationDocument {
  _id: string;
  name: string;
  time_zone: string;
  demo: boolean;
  /** Whether an upload may register a patient nobody knew before. */
  register_patients_on_first_sight: boolean;
  /** How long records are kept; absent where nobody has said anything else than the default. */
  retention?: Retention;
  /** The sites whose zone is not the organisation's; absent where nobody has named any. */
  sites?: SiteList;
  /** Whether values computed from ECGs are shown; absent where nobody has decided. */
  computed_values?: ComputedValues;
  /** Whether reports may be shared by link; absent where nobody has decided. */
  report_sharing?: ReportSharing;
  /** Which derived values all records have (`lib/ingest/domain/derived.ts`); absent where nobody has looked yet. */
  derived?: number;
  /** What readers of this department pick by a few letters; absent where it uses the defaults. */
  reading_phrases?: ReadingPhrases;
  change: number;
  created_at: Date;
}

/** What administrators decide once for all of the organisation, each with a revision of its own. */
export type SettingName = 'retention' | 'sites' | 'reading_phrases' | 'computed_values' | 'report_sharing';

const model = defineModel<OrganizationDocument>({
  name: 'Organization',
  collection: 'organizations',
  owned: false,
  fields: {
    _id: required(String),
    name: required(String),
    time_zone: required(String),
    demo: required(Boolean),
    register_patients_on_first_sight: required(Boolean),
    retention: { type: Schema.Types.Mixed, default: undefined },
    sites: { type: Schema.Types.Mixed, default: undefined },
    computed_values: { type: Schema.Types.Mixed, default: undefined },
    report_sharing: { type: Schema.Types.Mixed, default: undefined },
    derived: { type: Number, default: undefined },
    reading_phrases: { type: Schema.Types.Mixed, default: undefined },
    change: required(Number),
    created_at: required(Date),
  },
  indexes: [],
});

/** Organisations themselves: looked up by their own id, so there is nothing to scope. */
export const organizations = {
  list: () => find(model, {}, { sort: { _id: 1 } }),
  get: (id: string, tx?: Transaction) => findOne(model, { _id: id }, tx ? { tx } : {}),
  insert: (document: OrganizationDocument, tx?: Transaction) => insert(model, document, tx ? { tx } : {}),

  /** Replaces one setting of the organisation. */
  async set<Name extends SettingName>(
    id: string,
    name: Name,
    value: NonNullable<OrganizationDocument[Name]>,
    tx: Transaction,
  ): Promise<void> {
    await findOneAndUpdate(model, { _id: id }, { $set: { [name]: value } }, { tx });
  },

  /** Notes that all records have the derived values of a version. */
  async setDerived(id: string, derived: number, tx: Transaction): Promise<void> {
    await findOneAndUpdate(model, { _id: id }, { $set: { derived } }, { tx });
  },

  /**
   * Takes the next change number of the organisation, inside the transaction that makes the change, so that numbers are
   * ordered as the changes commit and a rolled-back change leaves no number behind.
   * @returns the organisation as it is within the transaction, with the number as its `change`
   */
  async takeChange(id: string, tx: Transaction): Promise<OrganizationDocument> {
    const changed = await findOneAndUpdate(model, { _id: id }, { $inc: { change: 1 } }, { tx });
    if (!changed) throw new Error('the organisation is gone');
    return changed;
  },

  /** The next change number of the organisation alone. */
  async nextChange(id: string, tx: Transaction): Promise<number> {
    return (await this.takeChange(id, tx)).change;
  },
};
