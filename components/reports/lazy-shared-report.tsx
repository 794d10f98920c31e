'use client';

import dynamic from 'next/dynamic';

/** The recipient's page; pdf.js needs a browser. */
export const LazySharedReport = dynamic(() => import('./shared-report').then((module) => module.SharedReport), {
  ssr: false,
});
