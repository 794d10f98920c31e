import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { environment } from '@/lib/config/env';
import { endAllStreams } from '@/lib/events/event-streams';
import { services } from '@/lib/platform/services';

/**
 * Lets `X-Forwarded-For` say who is really calling: without a trusted proxy whatever a client sent is dropped and
 * replaced by the socket's address; behind one, the proxy's own entry (the last) stands.
 */
function trustForwardedAddress(trustProxy: boolean): void {
  subscribe('http.server.request.start', (message) => {
    // node:http documents this channel's message as { request, response, socket, server }
    const { request } = message as { request: IncomingMessage };
    if (trustProxy) return;
    delete request.headers.forwarded;
    delete request.headers['x-real-ip'];
    delete request.headers['x-forwarded-host'];
    delete request.headers['x-forwarded-proto'];
    request.headers['x-forwarded-for'] = request.socket.remoteAddress ?? '';
  });
}

/** Ends this process when the supervisor is gone, however it went. */
function followSupervisor(): void {
  if (!process.send) return;
  process.on('disconnect', () => process.exit(0));
}

/** What the web process does once at its start: check its settings, guard addresses, follow its supervisor, let go of streams. */
export async function startWebProcess(): Promise<void> {
  const settings = environment();
  services();
  trustForwardedAddress(settings.trust_proxy);
  followSupervisor();
  // the server waits for open answers before it stops, and a stream never ends by itself
  process.on('SIGTERM', endAllStreams);
}
