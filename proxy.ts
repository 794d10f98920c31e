import { type NextRequest, NextResponse } from 'next/server';
import { environment } from '@/lib/config/env';
import { objectOrigins } from '@/lib/config/public-origins';

const YEAR_S = 31_536_000;

/** The content security policy of a page. Scripts and style sheets run by nonce; the file store may be fetched from. */
function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    // The development server evaluates code and inlines styles.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src-elem 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Mantine sets its spacing as style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self' blob:",
    ['connect-src', "'self'", ...objectOrigins()].join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Gives every page its content security policy and tells it its own address (for the way back after sign-in). */
export function proxy(request: NextRequest): NextResponse {
  const { production, public_url } = environment();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce, !production);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-portal-path', request.nextUrl.pathname + request.nextUrl.search);
  // Next reads the nonce for its own scripts from this request header.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  if (public_url.startsWith('https://')) response.headers.set('strict-transport-security', `max-age=${YEAR_S}`);
  return response;
}

// /api stays out: a matched route with a body is buffered and cut at 10 MB.
export const config = {
  matcher: [
    {
      source: '/((?!api|_next/static|_next/image|icon.svg|favicon.ico|pdf/|built/).*)',
      missing: [{ type: 'header', key: 'next-router-prefetch' }],
    },
  ],
};
