import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { line } from '@/lib/http/fields';
import { jsonBody } from '@/lib/http/read-body';
import type { ReportFile } from './contracts';
import { LINK_STATES, MOST_LINK_DAYS, MOST_OPENS } from './domain/link-state';

const text = z.string();
const count = z.number().int().min(0);
const nothing = z.object({});
const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable', 'not_found'] as const;
const BODY_ERRORS = ['invalid_body', 'unreadable_body', 'unsupported_format', 'body_too_large'] as const;
/** Giving patient data to somebody outside is a person's decision: no key does it. */
const access = { kind: 'permission', any_of: ['report:share'], by_session: true } as const;

const newLinkSchema = z
  .strictObject({
    recipient: line(200).meta({ description: 'Who it is for: a person or a practice.' }),
    purpose: line(300).meta({ description: 'Why they are given it; without names or patient ids.' }),
    days: z.number().int().min(1).max(MOST_LINK_DAYS).default(MOST_LINK_DAYS),
    max_opens: z.number().int().min(1).max(MOST_OPENS).default(MOST_OPENS),
  })
  .meta({ id: 'NewReportLink' });

/** A link to make. */
export type NewLink = z.output<typeof newLinkSchema>;

const linkSchema = z
  .object({
    id: text,
    report_id: text,
    recipient: text,
    purpose: text,
    created_at: z.iso.datetime(),
    author: text.nullable(),
    expires_at: z.iso.datetime(),
    max_opens: count,
    opens: count,
    wrong_tries: count.meta({ description: 'Wrong codes; after five the link is locked for good.' }),
    last_opened_at: z.iso.datetime().nullable(),
    state: z.enum(LINK_STATES),
  })
  .meta({ id: 'ReportLink', description: 'A link by which somebody outside opens a report; never its token or code.' });

/** A link as lists show it. */
export type ReportLink = z.infer<typeof linkSchema>;

const issuedLinkSchema = linkSchema
  .extend({
    address: text.meta({
      description: 'Path with the token in its fragment, which browsers send to nobody. Shown this once.',
    }),
    code: text.meta({ description: 'To be passed on by another way than the link. Shown this once.' }),
  })
  .meta({ id: 'IssuedReportLink' });

/** A new link with what is shown once. */
export type IssuedLink = z.infer<typeof issuedLinkSchema>;

const linksSchema = z
  .object({ data: z.array(linkSchema), next_cursor: text.nullable() })
  .meta({ id: 'ReportLinks', description: 'Newest first.' });

export type ReportLinks = z.infer<typeof linksSchema>;

export const createLinkContract = defineContract({
  operation_id: 'createReportLink',
  method: 'POST',
  path: '/api/reports/{id}/links',
  summary: 'Share a report by link: seven days and ten opens at most, with a code that goes another way',
  tag: 'Reports',
  access,
  params: z.object({ id: text.regex(/^rep_[0-9A-Z]{26}$/) }),
  query: nothing,
  content: { 'application/json': newLinkSchema },
  read: jsonBody(newLinkSchema),
  responses: { 201: { description: 'The link; token and code are shown this once', schema: issuedLinkSchema } },
  errors: [...READ_ERRORS, ...BODY_ERRORS, 'cross_origin', 'sharing_off', 'report_withdrawn'],
  reply: (link: IssuedLink) => ({ status: 201, json: link }),
});

export const listLinksContract = defineContract({
  operation_id: 'listReportLinks',
  method: 'GET',
  path: '/api/patients/{patient_ref}/report-links',
  summary: 'Who was given reports of a patient by link, why, and how often they were opened; newest first',
  tag: 'Reports',
  access,
  params: z.object({ patient_ref: text.regex(/^pat_[0-9A-Z]{26}$/) }),
  query: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: text.regex(/^lnk_[0-9A-Z]{26}$/).optional(),
  }),
  content: null,
  read: null,
  responses: { 200: { description: 'One page', schema: linksSchema } },
  errors: [...READ_ERRORS, 'invalid_query'],
});

export const revokeLinkContract = defineContract({
  operation_id: 'revokeReportLink',
  method: 'POST',
  path: '/api/report-links/{id}/revoke',
  summary: 'End a link at once; ending one that is over changes nothing',
  tag: 'Reports',
  access,
  params: z.object({ id: text.regex(/^lnk_[0-9A-Z]{26}$/) }),
  query: nothing,
  content: null,
  read: null,
  responses: { 200: { description: 'The link', schema: linkSchema } },
  errors: [...READ_ERRORS, 'cross_origin'],
});

const openLinkSchema = z
  .strictObject({ token: text.min(1).max(200), code: text.min(1).max(50) })
  .meta({ id: 'OpenReportLink', description: 'What stands behind the # of the link, and the code that came apart.' });

/** What somebody outside sends to open a link. */
export type OpenLink = z.output<typeof openLinkSchema>;

const PDF = 'application/pdf';

export const openLinkContract = defineContract({
  operation_id: 'openReportLink',
  method: 'POST',
  path: '/api/shared-reports/open',
  summary: 'Open a shared report with its link and code; the same refusal whatever does not fit',
  tag: 'Reports',
  access: { kind: 'none' },
  params: nothing,
  query: nothing,
  content: { 'application/json': openLinkSchema },
  read: jsonBody(openLinkSchema),
  responses: { 200: { description: 'The report', bytes: PDF } },
  errors: ['share_refused', 'too_many_requests', 'store_unavailable', ...BODY_ERRORS],
  headers: { 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex, nofollow' },
  reply: ({ bytes }: ReportFile) => ({ status: 200, bytes, content_type: PDF }),
});
