import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;
const CRASH_WINDOW_MS = 60_000;
const CRASH_LIMIT = 5;
const READY_LIMIT_MS = 60_000;
const STOP_GRACE_MS = 10_000;

/** A child ended before it was ready, or did not become ready in time. */
class NotReadyError extends Error {
  constructor(reason, byItself) {
    super(reason);
    /** The child gave up with an exit code of its own, so trying again would end the same way. */
    this.byItself = byItself;
  }
}

/**
 * @typedef {object} ProcessDescription
 * @property {string} name as written in messages, e.g. `web server`
 * @property {string[]} parameters file and arguments for this Node.js
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {{file: string, write(chunk: Uint8Array): void}} log takes everything the child prints
 * @property {(child: import('node:child_process').ChildProcess, signal: AbortSignal) => Promise<void>} ready
 *   resolves when the child can work
 */

/**
 * A child process that is started, watched and, when it ends unasked, started again: after 0.2 s, then after pauses
 * doubling up to 5 s. Five ends within a minute are too many: then `onGivingUp` is called and it stays down.
 * The child has a process group of its own (Ctrl-C reaches only this process, so the order of stopping holds)
 * and an IPC channel, whose closing tells it that this process is gone.
 */
export class SupervisedProcess {
  #description;
  #events;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  #crashes = [];
  #stopping = new AbortController();

  /**
   * @param {ProcessDescription} description
   * @param {{onStart(name: string, pid: number): void, onRestart(name: string, reason: string): void,
   *   onGivingUp(description: ProcessDescription): void}} events
   */
  constructor(description, events) {
    this.#description = description;
    this.#events = events;
  }

  /**
   * Starts it and waits until it is ready.
   * @throws Error when it ends with an exit code of its own (it would do so again) or is ended too often
   */
  async start() {
    await this.#startUntilReady((error) => error.byItself);
  }

  /** Ends it: SIGTERM, and SIGKILL when it has not ended 10 s later. */
  async stop() {
    this.#stopping.abort();
    const child = this.#child;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
    await ended;
    clearTimeout(timer);
  }

  async #startUntilReady(isFinal) {
    for (;;) {
      try {
        await this.#launch();
        return;
      } catch (error) {
        if (this.#stopping.signal.aborted || isFinal(error) || !this.#mayTryAgain()) throw error;
        await this.#pause();
      }
    }
  }

  #spawn() {
    const { parameters, cwd, env, log } = this.#description;
    const child = spawn(process.execPath, parameters, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.stdout?.on('data', (chunk) => log.write(chunk));
    child.stderr?.on('data', (chunk) => log.write(chunk));
    this.#child = child;
    if (child.pid) this.#events.onStart(this.#description.name, child.pid);
    const ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(new NotReadyError(signal ?? `exit code ${code}`, code !== null)));
      child.once('error', (error) => resolve(new NotReadyError(error.message, true)));
    }).then((end) => {
      if (this.#child === child) this.#child = undefined;
      return end;
    });
    return { child, ended };
  }

  async #launch() {
    const { child, ended } = this.#spawn();
    const attempt = new AbortController();
    const endedEarly = ended.then((end) => Promise.reject(end));
    const tooLate = pause(READY_LIMIT_MS, undefined, { signal: attempt.signal }).then(() =>
      Promise.reject(new NotReadyError(`not ready after ${READY_LIMIT_MS / 1000} s`, false)),
    );
    try {
      await Promise.race([this.#description.ready(child, attempt.signal), endedEarly, tooLate]);
    } catch (error) {
      child.kill('SIGKILL');
      await ended;
      throw error;
    } finally {
      attempt.abort();
    }
    void ended.then((end) => this.#comeBack(end.message));
  }

  async #comeBack(reason) {
    if (this.#stopping.signal.aborted) return;
    try {
      if (!this.#mayTryAgain()) throw new Error('too many crashes');
      this.#events.onRestart(this.#description.name, reason);
      await this.#pause();
      await this.#startUntilReady(() => false);
    } catch {
      if (!this.#stopping.signal.aborted) this.#events.onGivingUp(this.#description);
    }
  }

  /** Counts a crash and tells whether there were few enough within the last minute. */
  #mayTryAgain() {
    const now = performance.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < CRASH_WINDOW_MS), now];
    return this.#crashes.length < CRASH_LIMIT;
  }

  async #pause() {
    const length = Math.min(FIRST_PAUSE_MS * 2 ** (this.#crashes.length - 1), LONGEST_PAUSE_MS);
    await pause(length, undefined, { signal: this.#stopping.signal });
  }
}
