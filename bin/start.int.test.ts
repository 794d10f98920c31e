import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let dataDir: string;
const servers: Server[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'nbstart-'));
});

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(dataDir, { recursive: true });
});

async function listen(where: string | { host: string; port: number }, greeting = ''): Promise<Server> {
  const server = createServer((socket) => socket.end(greeting)).listen(where);
  servers.push(server);
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not a TCP server');
  return address.port;
}

const EMPTY = { HOST: '', PORT: '', PUBLIC_URL: '', MONGODB_URI: '', S3_BUCKET_NAME: '', NIGHTBEAT_SECRET: '' };

/** Runs the start command, which each of these cases must end before it installs, builds or starts anything. */
async function start(args: string[], settings: Record<string, string> = {}) {
  const env = { ...process.env, ...EMPTY, NIGHTBEAT_DATA_DIR: dataDir, ...settings };
  const child = spawn(process.execPath, ['bin/start.mjs', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = await once(child, 'close');
  return { code: Number(code), output };
}

describe('the start command refuses, with a sentence and an exit code,', () => {
  it.each<[string, string[], Record<string, string>, RegExp]>([
    ['an unknown argument', ['--demoo'], {}, /^Unknown argument: --demoo\nUsage:/],
    ['a port that is none', [], { PORT: '99999' }, /^PORT must be a whole number/],
    ['a public address without https', [], { HOST: '0.0.0.0' }, /^HOST=0\.0\.0\.0 can be reached by others/],
    [
      'a public address with http',
      [],
      { HOST: '0.0.0.0', PUBLIC_URL: 'http://a.example' },
      /must be the https address/,
    ],
    ['a public URL with a path', [], { PUBLIC_URL: 'https://a.example/portal' }, /^PUBLIC_URL must be/],
    [
      'a demonstration on another database',
      ['--demo'],
      { MONGODB_URI: 'mongodb://db.example/x' },
      /--demo and MONGODB_URI/,
    ],
    ['a demonstration open to others', ['--demo'], { HOST: '0.0.0.0' }, /--demo answers this machine only/],
    [
      'a demonstration under a public name',
      ['--demo'],
      { PUBLIC_URL: 'https://a.example' },
      /--demo answers this machine only/,
    ],
    [
      'a demonstration open to others by option',
      ['--demo', '--insecure-http'],
      { HOST: '0.0.0.0' },
      /this machine only/,
    ],
    ['an address of another machine', ['--insecure-http'], { HOST: '192.0.2.1' }, /not an address of this machine/],
  ])('%s', async (_what, args, settings, sentence) => {
    const { code, output } = await start(args, settings);
    expect(output).toMatch(sentence);
    expect(code).toBe(1);
  });

  it('a port that is taken', async () => {
    const port = String(portOf(await listen({ host: '127.0.0.1', port: 0 })));
    const { code, output } = await start([], { PORT: port });
    expect(output).toBe(`Port ${port} on 127.0.0.1 is taken by another program; choose another with PORT.\n`);
    expect(code).toBe(1);
  });

  it.each(['a-file', 'a-file/below'])('a data folder that cannot be made (%s)', async (name) => {
    await writeFile(path.join(dataDir, 'a-file'), '');
    const { code, output } = await start([], { NIGHTBEAT_DATA_DIR: path.join(dataDir, name) });
    expect(output).toMatch(/^The data folder .* cannot be used: a part of the path is a file, not a folder\.\n$/);
    expect(code).toBe(1);
  });

  it('a database of its own beside records of the embedded store, until confirmed', async () => {
    await mkdir(path.join(dataDir, 'store'));
    const port = String(portOf(await listen({ host: '127.0.0.1', port: 0 })));
    const settings = { MONGODB_URI: 'mongodb://db.example/x', PORT: port };
    const refused = await start([], settings);
    expect(refused.output).toContain('holds records of the embedded store');
    expect(refused.code).toBe(1);
    expect((await start(['--use-mongodb-uri'], settings)).output).toContain(`Port ${port}`);
  });

  it('a public address for a data folder that holds the demonstration', async () => {
    await writeFile(path.join(dataDir, 'demo.json'), '{}');
    const { code, output } = await start([], { HOST: '0.0.0.0', PUBLIC_URL: 'https://a.example' });
    expect(output).toContain('also holds the demonstration');
    expect(code).toBe(1);
  });

  it('a data folder that another start uses', async () => {
    await mkdir(path.join(dataDir, 'run'));
    await listen(path.join(dataDir, 'run', 'start.sock'), 'process 4711, http://127.0.0.1:3000');
    const { code, output } = await start([]);
    expect(output).toBe('Nightbeat already runs with this data folder (process 4711, http://127.0.0.1:3000).\n');
    expect(code).toBe(1);
  });
});

describe('the start command', () => {
  it('takes over the lock of a start that was killed', async () => {
    await mkdir(path.join(dataDir, 'run'));
    const lock = path.join(dataDir, 'run', 'start.sock');
    const script = `require('net').createServer().listen(${JSON.stringify(lock)}, () => console.log('up'))`;
    const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(holder.stdout, 'data');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(existsSync(lock)).toBe(true);
    const port = String(portOf(await listen({ host: '127.0.0.1', port: 0 })));
    expect((await start([], { PORT: port })).output).toContain(`Port ${port}`);
  });

  it('keeps the data folder to its user', async () => {
    const port = String(portOf(await listen({ host: '127.0.0.1', port: 0 })));
    const folder = path.join(dataDir, 'new', 'data');
    await start([], { PORT: port, NIGHTBEAT_DATA_DIR: folder });
    for (const name of ['', 'run', 'logs']) expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o700);
  });

  it('explains itself', async () => {
    const { code, output } = await start(['--help']);
    expect(output).toMatch(/^Usage: npm start -- \[options\]/);
    expect(code).toBe(0);
  });
});
