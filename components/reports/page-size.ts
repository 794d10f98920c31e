/** Reports, and links to them, a page of their lists. */
export const REPORTS_PAGE = 50;
