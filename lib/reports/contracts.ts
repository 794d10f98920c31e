import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';
import { settingContracts } from '@/lib/http/setting-contracts';
import { daysOf, MOST_DAYS } from './domain/report-range';

const text = z.string();
const count = z.number().int().min(0);
const patientParams = z.object({ patient_ref: text.regex(/^pat_[0-9A-Z]{26}$/) });
const reportParams = z.object({ id: text.regex(/^rep_[0-9A-Z]{26}$/) });
const nothing = z.object({});

const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable', 'not_found'] as const;
const BODY_ERRORS = [
  'cross_origin',
  'invalid_body',
  'unreadable_body',
  'unsupported_format',
  'body_too_large',
] as const;
const access = { kind: 'permission', any_of: ['record:read'] } as const;
const PDF = 'application/pdf';

const newReportSchema = z
  .strictObject({ from: z.iso.date(), to: z.iso.date() })
  .superRefine((range, context) => {
    const days = daysOf(range);
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (days < 1) refuse('to', 'The range ends before it begins.');
    if (days > MOST_DAYS) refuse('from', `One page shows ${MOST_DAYS} days at most.`);
  })
  .meta({
    id: 'NewJointReport',
    description: 'The dates it is about, both included; nights by the date they begin on.',
  });

/** The dates of a report to make. */
export type NewReport = z.output<typeof newReportSchema>;

const reportSchema = z
  .object({
    id: text,
    patient_ref: text,
    from: z.iso.date(),
    to: z.iso.date(),
    made_at: z.iso.datetime(),
    author: text.nullable(),
    night_count: count,
    ecg_count: count,
    unconfirmed_count: count.meta({ description: 'ECGs no reader had confirmed when it was made.' }),
    inputs_sha256: text.meta({ description: 'Of the canonical inputs; printed on the page.' }),
    pdf_sha256: text,
    withdrawn_at: z.iso.datetime().nullable().meta({
      description: 'Since when it is not given out: a recording it was made from left the patient.',
    }),
  })
  .meta({ id: 'JointReport', description: 'A one-page report of ECG and therapy as it was made.' });

/** A report as lists show it. */
export type JointReport = z.infer<typeof reportSchema>;

const reportsSchema = z
  .object({ data: z.array(reportSchema), next_cursor: text.nullable() })
  .meta({ id: 'JointReports', description: 'Newest first.' });

export type JointReports = z.infer<typeof reportsSchema>;

export const createReportContract = defineContract({
  operation_id: 'createJointReport',
  method: 'POST',
  path: '/api/patients/{patient_ref}/reports',
  summary: 'Make the one-page report of a patient’s ECGs and therapy in a range of dates',
  tag: 'Reports',
  access,
  params: patientParams,
  query: nothing,
  content: { 'application/json': newReportSchema },
  read: jsonBody(newReportSchema),
  responses: { 201: { description: 'The report', schema: reportSchema } },
  errors: [...READ_ERRORS, ...BODY_ERRORS, 'nothing_to_report', 'stale_revision'],
  reply: (report: JointReport) => ({ status: 201, json: report }),
});

export const listReportsContract = defineContract({
  operation_id: 'listJointReports',
  method: 'GET',
  path: '/api/patients/{patient_ref}/reports',
  summary: 'The reports made of a patient, newest first',
  tag: 'Reports',
  access,
  params: patientParams,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: text.regex(/^rep_[0-9A-Z]{26}$/).optional(),
  }),
  content: null,
  read: null,
  responses: { 200: { description: 'One page', schema: reportsSchema } },
  errors: [...READ_ERRORS, 'invalid_query'],
});

/** A file of a report, with the digest of what it was made from. */
export interface ReportFile {
  bytes: Uint8Array<ArrayBuffer>;
  inputs_sha256: string;
}

/** The header that names what a report was made from. */
const INPUTS_DIGEST = 'X-Inputs-SHA256';

const file = (content_type: string) => ({
  method: 'GET' as const,
  tag: 'Reports',
  access,
  params: reportParams,
  query: nothing,
  content: null,
  read: null,
  errors: [...READ_ERRORS, 'report_withdrawn'] as const,
  reply: ({ bytes, inputs_sha256 }: ReportFile) => ({
    ...{ status: 200, bytes, content_type },
    headers: { [INPUTS_DIGEST]: inputs_sha256 },
  }),
});

export const getReportPdfContract = defineContract({
  ...file(PDF),
  operation_id: 'getJointReport',
  path: '/api/reports/{id}/report.pdf',
  summary: 'A report as it was made: one A4 page of vectors; `X-Inputs-SHA256` is the digest printed on it',
  responses: { 200: { description: 'The page', bytes: PDF } },
});

export const getReportInputsContract = defineContract({
  ...file('application/json'),
  operation_id: 'getJointReportInputs',
  path: '/api/reports/{id}/inputs.json',
  summary: 'Everything a report was made from, as canonical JSON (RFC 8785); its SHA-256 is the one printed',
  responses: { 200: { description: 'The inputs', bytes: 'application/json' } },
});

const sharingSchema = z
  .object({
    allowed: z.boolean(),
    decided_by: text.nullable(),
    decided_by_name: text.nullable().meta({ description: 'As it was when they decided.' }),
    decided_at: z.iso.datetime().nullable(),
    revision: count,
  })
  .meta({
    id: 'ReportSharing',
    description: 'Whether reports may be shared by link: off until somebody allows it; off again ends every open.',
  });

/** Whether an organisation shares reports by link. */
export type ReportSharing = z.infer<typeof sharingSchema>;

const sharingChangeSchema = z
  .strictObject({ allowed: z.boolean(), revision: count })
  .meta({ id: 'ReportSharingChange', description: '`revision` as it was read, 409 if it changed.' });

export type ReportSharingChange = z.output<typeof sharingChangeSchema>;

export const { get: getReportSharingContract, set: setReportSharingContract } = settingContracts({
  name: 'ReportSharing',
  path: '/api/organization/report-sharing',
  description: 'Whether reports may be shared by link',
  schema: sharingSchema,
  change: sharingChangeSchema,
  summaries: {
    get: 'Whether reports may be shared by link',
    set: 'Allow reports to be shared by link, or end it for all of them',
  },
  read_access: { kind: 'permission', any_of: ['organization:write', 'report:share'] },
});
