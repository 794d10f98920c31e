/** One error as callers meet it: HTTP status, a title, and a sentence safe to show to anybody. */
export interface CatalogEntry {
  status: number;
  title: string;
  detail: string;
  /** Seconds for `Retry-After`; present on everything that is worth trying again. */
  retry_after_s?: number;
}

/** Every error code of the product, once. */
export const ERROR_CATALOG = {
  unreadable_body: {
    status: 400,
    title: 'Body not readable',
    detail: 'The body could not be read as what its content type says.',
  },
  invalid_query: {
    status: 400,
    title: 'Query not valid',
    detail: 'One or more query or path parameters are wrong; each is listed.',
  },
  not_signed_in: {
    status: 401,
    title: 'Not signed in',
    detail: 'Send an API key as "Authorization: Bearer …" or sign in.',
  },
  sign_in_failed: { status: 401, title: 'Sign-in failed', detail: 'E-mail or password is wrong. You may try again.' },
  not_permitted: {
    status: 403,
    title: 'Not permitted',
    detail: 'This key or role does not hold the permission this needs.',
  },
  cross_origin: {
    status: 403,
    title: 'Cross-origin request',
    detail: 'Changes made with a session must come from the portal itself.',
  },
  link_not_valid: {
    status: 403,
    title: 'Link not valid',
    detail: 'This link has expired or was altered. Ask for a new one.',
  },
  report_withheld: {
    status: 403,
    title: 'Report withheld',
    detail: 'This PDF names another patient than its record. It is not shown until a person has decided whose it is.',
  },
  share_refused: {
    status: 403,
    title: 'Not opened',
    detail:
      'This link with this code opens nothing: one of them is wrong, or the link is over, used up or withdrawn. Ask who sent it.',
  },
  not_found: { status: 404, title: 'Not found', detail: 'There is nothing here, or it is not yours to see.' },
  not_acceptable: {
    status: 406,
    title: 'Not acceptable',
    detail: 'None of the forms named in Accept is offered here.',
  },
  idempotency_key_reused: {
    status: 409,
    title: 'Idempotency key reused',
    detail: 'This Idempotency-Key was sent before with another request.',
  },
  upload_in_progress: {
    status: 409,
    title: 'Upload in progress',
    detail: 'The same recording is being stored by another request. Try again shortly.',
    retry_after_s: 2,
  },
  not_in_this_state: {
    status: 409,
    title: 'Not in this state',
    detail: 'The record is in a state in which this cannot be done: held, deleted, or already as you want it.',
  },
  legal_hold: {
    status: 409,
    title: 'On legal hold',
    detail: 'The record is on legal hold. It can be deleted only after the hold was lifted.',
  },
  stale_revision: {
    status: 409,
    title: 'Changed meanwhile',
    detail: 'Somebody changed this since you read it. Read it again and repeat your change.',
  },
  report_withdrawn: {
    status: 409,
    title: 'Report withdrawn',
    detail: 'A recording it was made from was deleted, held or moved to another patient since. Make another report.',
  },
  sharing_off: {
    status: 409,
    title: 'Sharing is off',
    detail: 'Reports are not shared by link in this organisation. An administrator can allow it.',
  },
  undo_over: {
    status: 409,
    title: 'Too late to take back',
    detail: 'Only who confirmed or amended may take it back, within 60 s. Amend the reading instead.',
  },
  device_known: {
    status: 409,
    title: 'Device known',
    detail: 'A device with this id is registered already. Change that one instead.',
  },
  device_shared: {
    status: 409,
    title: 'Device shared',
    detail: 'A shared device is assigned to nobody. Make it a personal one first.',
  },
  device_assigned: {
    status: 409,
    title: 'Device assigned',
    detail: 'A device that a patient has, or will have, cannot be shared. End its assignment first.',
  },
  assignment_overlap: {
    status: 409,
    title: 'Assignments overlap',
    detail: 'Another patient has the device in that time. Nothing was changed.',
  },
  key_replaced: {
    status: 409,
    title: 'Key no longer live',
    detail: 'This key was replaced or revoked, or it has expired. Rotate the one in its place, or issue a new one.',
  },
  body_too_large: {
    status: 413,
    title: 'Body too large',
    detail: 'The body is larger than this route takes. Larger recordings go through POST /api/uploads.',
  },
  window_too_large: {
    status: 413,
    title: 'Window too large',
    detail: 'More than 2 000 000 values were asked for. Give `width`, fewer channels or a shorter time.',
  },
  unsupported_format: {
    status: 415,
    title: 'Format not supported',
    detail: 'The content type or file format is not one this route reads.',
  },
  invalid_upload: {
    status: 422,
    title: 'Upload not valid',
    detail: 'The upload breaks one or more rules; every one is listed. Nothing was kept.',
  },
  unknown_patient: {
    status: 422,
    title: 'Unknown patient',
    detail: 'No patient of this organisation has that id.',
  },
  invalid_body: {
    status: 422,
    title: 'Body not valid',
    detail: 'The body breaks one or more rules; every one is listed.',
  },
  nothing_to_report: {
    status: 422,
    title: 'Nothing to report',
    detail: 'The patient has neither a night nor an ECG in this range. Choose another one.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many requests',
    detail: 'Slow down and try again after the time given in Retry-After.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    detail: 'Something failed on our side. The reference helps us to find it.',
  },
  upload_given_up: {
    status: 500,
    title: 'Upload given up',
    detail: 'The upload could not be read, though it was tried again and again. Nothing of it was kept; send it again.',
  },
  too_busy: {
    status: 503,
    title: 'Too busy',
    detail: 'More uploads are under way than there is room for. Nothing was kept; try again.',
    retry_after_s: 2,
  },
  store_unavailable: {
    status: 503,
    title: 'Store away',
    detail: 'A store this needs is away at the moment. Nothing was kept; try again.',
    retry_after_s: 5,
  },
} as const satisfies Record<string, CatalogEntry>;

/** The code of an error, stable for callers. */
export type ErrorCode = keyof typeof ERROR_CATALOG;
