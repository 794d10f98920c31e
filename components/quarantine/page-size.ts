/** Held recordings a page of their queue. */
export const QUEUE_PAGE = 200;
