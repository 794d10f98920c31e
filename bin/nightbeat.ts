import { inspect } from 'node:util';
import { Command } from 'commander';
import { EnvironmentError, readEnvironment } from '@/lib/config/env';
import { BackupError } from '@/lib/migration/backup-folder';
import { CopyDiffersError } from '@/lib/migration/copy-collections';
import { setupBucket } from '@/lib/platform/setup-bucket';
import { TargetInUseError } from '@/models/copies/store-writer';
import { runBackup, runMove, runRestore } from './commands/copies';
import { runFsck } from './commands/fsck';
import { type InspectOptions, runInspect } from './commands/inspect';
import { runProvision } from './commands/provision';

const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};

async function runSetupBucket(): Promise<void> {
  const { s3, public_url } = readEnvironment();
  if (!s3) throw new EnvironmentError(['S3_BUCKET_NAME: must be given to set up a bucket']);
  print(`Bucket ${s3.bucket} at ${s3.endpoint ?? `AWS ${s3.region}`}, for pages of ${public_url}`);
  const { bucket, region, endpoint } = s3;
  const { ok } = await setupBucket({ bucket, region, endpoint, allowed_origin: public_url }, print);
  print(ok ? 'The bucket is ready.' : 'The bucket is not ready: see what failed above.');
  if (!ok) process.exitCode = 1;
}

function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('print what is understood of a recording’s file; needs no store and changes nothing')
    .argument(
      '<files...>',
      'one file, an archive, the files of one WFDB or ISHNE recording, or the folder of a therapy card',
    )
    .option(
      '--identity',
      'print names, ids, birth dates, serial numbers and notes, not only that they are there',
      false,
    )
    .option('--json', 'print one JSON object', false)
    .action((files: string[], options: InspectOptions) => {
      process.exitCode = runInspect(files, options, print);
    });
}

function createProgram(): Command {
  const program = new Command('nightbeat').description('Administration of a Nightbeat installation.');
  program
    .command('setup-bucket')
    .description('create the configured S3 bucket and set access, encryption, versioning and CORS, as far as it can')
    .action(runSetupBucket);
  program
    .command('provision')
    .description('make the first organisation with its first accounts, if there is none; prints one JSON object')
    .option('--demo', 'make the demonstration organisation with an account of every role', false)
    .option('--json', 'accepted for clarity: the output is always JSON', true)
    .action(({ demo }: { demo: boolean }) => runProvision({ demo }));
  program
    .command('fsck')
    .description('compare documents and objects while the portal runs; changes nothing unless told to repair')
    .option('--json', 'print the report as one JSON object', false)
    .option('--repair', 'remove orphans older than an hour that no upload under way claims, and nothing else', false)
    .action(runFsck);
  program
    .command('backup')
    .argument('<folder>', 'a new or empty folder')
    .description('save the store and every object it names, also while the portal runs, and compare the copy')
    .action(runBackup);
  program
    .command('restore')
    .argument('<folder>', 'the folder of a backup')
    .description('bring a backup back into an empty installation; the portal must not run')
    .action(runRestore);
  program
    .command('move')
    .argument('<uri>', 'the MongoDB to move to, with the name of an empty database')
    .description('copy the embedded store into a MongoDB and compare the copy; the portal must not run')
    .action(runMove);
  addInspect(program);
  return program;
}

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    // These are worded for people; of anything else the developer wants to see where it came from.
    const forPeople = [EnvironmentError, BackupError, TargetInUseError, CopyDiffersError];
    const known = error instanceof Error && forPeople.some((type) => error instanceof type);
    process.stderr.write(`${known ? error.message : inspect(error)}\n`);
    process.exitCode = 1;
  });
