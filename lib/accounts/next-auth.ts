import NextAuth, { type AuthOptions } from 'next-auth';
import { getToken } from 'next-auth/jwt';
import CredentialsProvider from 'next-auth/providers/credentials';
import { environment } from '@/lib/config/env';
import { toAppError } from '@/lib/errors/to-app-error';
import { requestOrigin } from '@/lib/http/request-origin';
import { type Services, services } from '@/lib/platform/services';
import { connectStores } from '@/models/connection';
import { SESSION_LIFETIME_MS } from './resolve-session';
import { signIn } from './sign-in';
import { signOut } from './sign-out';

const secureCookies = () => environment().public_url.startsWith('https://');

/** Name of the cookie that holds the session's signed token. */
export function sessionCookieName(): string {
  return secureCookies() ? '__Secure-next-auth.session-token' : 'next-auth.session-token';
}

const asHeaders = (plain: Record<string, unknown> | undefined) =>
  new Headers(
    Object.entries(plain ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    ),
  );

/** The options of next-auth: one credentials provider over our own sign-in, and tokens that only name a session. */
export function authOptions(): AuthOptions {
  const all = services();
  return {
    secret: all.keyFor('session-cookies'),
    session: { strategy: 'jwt', maxAge: SESSION_LIFETIME_MS / 1000 },
    useSecureCookies: secureCookies(),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        id: 'credentials',
        credentials: { email: {}, password: {} },
        async authorize(credentials, request) {
          const { email, password } = credentials ?? {};
          if (!email || !password || email.length > 200 || password.length > 200) throw new Error('sign_in_failed');
          try {
            await connectStores();
            const opened = await signIn(all, {
              email,
              password,
              origin: requestOrigin(asHeaders(request.headers), all.ids),
            });
            return { id: opened.user_id, session_id: opened.session_id };
          } catch (cause) {
            const error = toAppError(cause);
            if (error.code === 'internal') all.log.error({ err: error.cause }, 'sign-in failed');
            // next-auth hands the browser this text and nothing else
            throw new Error(error.retryAfterS === null ? error.code : `${error.code}:${error.retryAfterS}`);
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id, session_id: user.session_id } : token),
      // the browser learns nothing from the session route; pages get what they need from the server
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.session_id !== 'string') return;
        await connectStores();
        await signOut(all, { session_id: token.session_id, origin: { request_id: all.ids.id('req'), ip: null } });
      },
    },
    logger: {
      error: (code) => all.log.warn({ code }, 'next-auth'),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

/** The route handler of /api/auth. */
export function authHandler(request: Request, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  return NextAuth(authOptions())(request, context);
}

function parseCookies(header: string): Record<string, string> {
  const pairs = header.split(';').map((part) => part.trim().split('='));
  return Object.fromEntries(
    pairs.flatMap(([name, ...value]) =>
      name && value.length > 0 ? [[name, decodeURIComponent(value.join('='))]] : [],
    ),
  );
}

/** The id of the session a request's cookies name, or null when there is none or the signature is not ours. */
export async function sessionIdFromCookies(cookieHeader: string, all: Services): Promise<string | null> {
  const cookies = parseCookies(cookieHeader);
  // getToken reads cookies and headers only; its declared type asks for a whole NextRequest
  const request = { cookies, headers: {} } as unknown as Parameters<typeof getToken>[0]['req'];
  const token = await getToken({
    req: request,
    secret: all.keyFor('session-cookies'),
    cookieName: sessionCookieName(),
    secureCookie: secureCookies(),
  });
  return typeof token?.session_id === 'string' ? token.session_id : null;
}
