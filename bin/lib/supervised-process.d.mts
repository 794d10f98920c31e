import type { ChildProcess } from 'node:child_process';

export interface ProcessDescription {
  name: string;
  parameters: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  log: { file: string; write(chunk: Uint8Array): void };
  ready(child: ChildProcess, signal: AbortSignal): Promise<void>;
}

export interface ProcessEvents {
  onStart(name: string, pid: number): void;
  onRestart(name: string, reason: string): void;
  onGivingUp(description: ProcessDescription): void;
}

export class SupervisedProcess {
  constructor(description: ProcessDescription, events: ProcessEvents);
  start(): Promise<void>;
  stop(): Promise<void>;
}
