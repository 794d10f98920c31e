import type { UserActor } from '@/lib/accounts/actor';
import type { Logger } from '@/lib/platform/logger';
import { watchChanges } from './watch-changes';

/** Streams one person may hold in one process: windows side by side. One more ends the oldest. */
export const STREAMS_PER_USER = 4;
/** Streams of all people in one process. */
const STREAMS_PER_PROCESS = 1000;
/** A reader that has taken none of this many messages is gone, whatever its connection says. */
const UNREAD_MESSAGES = 64;

/** Why the server ends a stream; a browser that hears none of them comes back by itself. */
type EndReason = 'ended' | 'replaced';

interface OpenStream {
  user_id: string;
  send(text: string): void;
  end(reason?: EndReason): void;
}

// Next loads modules more than once in a process; the streams must be counted together all the same.
const holder: { nightbeatStreams?: Set<OpenStream> } = globalThis as { nightbeatStreams?: Set<OpenStream> };

function streams(): Set<OpenStream> {
  holder.nightbeatStreams ??= new Set();
  return holder.nightbeatStreams;
}

/** Ends every stream of this process, so that it can stop; browsers come back to the next one. */
export function endAllStreams(): void {
  for (const stream of [...streams()]) stream.end();
}

/** Whether one more stream fits into this process. */
export function streamsAreFull(): boolean {
  return streams().size >= STREAMS_PER_PROCESS;
}

function makeRoom(userId: string): void {
  const own = [...streams()].filter(({ user_id }) => user_id === userId);
  for (const stream of own.slice(0, Math.max(0, own.length + 1 - STREAMS_PER_USER))) stream.end('replaced');
}

/** What a stream needs besides its reader. */
export interface StreamSetting {
  log: Logger;
  actor: UserActor;
  /** Whether the session still stands and may still read; asked at every heartbeat. */
  stillAllowed: () => Promise<boolean>;
  heartbeat_ms: number;
  /** Aborts when the reader goes. */
  gone: AbortSignal;
}

const encoder = new TextEncoder();

/** Heartbeats: comment lines that keep proxies awake, each after a look at the session. */
function beat({ stillAllowed, heartbeat_ms }: StreamSetting, stream: OpenStream): () => void {
  const timer = setInterval(() => {
    stillAllowed().then(
      (allowed) => (allowed ? stream.send(':\n\n') : stream.end('ended')),
      () => stream.end(),
    );
  }, heartbeat_ms);
  timer.unref();
  return () => clearInterval(timer);
}

/** One open stream over the controller of its body; everything it holds is let go of when it ends. */
function streamOver(controller: ReadableStreamDefaultController<Uint8Array>, userId: string) {
  const cleanUp: (() => void)[] = [];
  let open = true;
  const stream = {
    user_id: userId,
    onEnd: (undo: () => void) => void cleanUp.push(undo),
    send(text: string) {
      if (!open) return;
      if ((controller.desiredSize ?? 0) < -UNREAD_MESSAGES) stream.end();
      else controller.enqueue(encoder.encode(text));
    },
    /** `left`: the reader has gone, so that there is nobody to tell and nothing to close. */
    end(reason?: EndReason | 'left') {
      if (!open) return;
      if (reason && reason !== 'left') stream.send(`event: ${reason}\ndata: {}\n\n`);
      open = false;
      streams().delete(stream);
      for (const undo of cleanUp) undo();
      if (reason !== 'left') controller.close();
    },
  };
  return stream;
}

/**
 * Server-sent events of one person: `change` with the organisation's newest change number, and nothing of any patient.
 * Ends with the session (`ended`), for a newer stream of the same person (`replaced`), and without a word when the store
 * cannot be read or this process stops.
 */
export function openEventStream(setting: StreamSetting): ReadableStream<Uint8Array> {
  const { actor, gone, log } = setting;
  let leave = (): void => undefined;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const stream = streamOver(controller, actor.user_id);
      leave = () => stream.end('left');
      makeRoom(actor.user_id);
      streams().add(stream);
      stream.send('retry: 5000\n\n');
      stream.onEnd(beat(setting, stream));
      stream.onEnd(
        watchChanges(log, actor.organization_id, (change) => {
          if (change === null) stream.end();
          else stream.send(`event: change\ndata: {"change":${change}}\n\n`);
        }),
      );
      gone.addEventListener('abort', () => stream.end(), { once: true });
      if (gone.aborted) stream.end();
    },
    cancel: () => leave(),
  });
}
