import { inspect } from 'node:util';
import { Command } from 'commander';
import { EnvironmentError, readEnvironment } from '@/lib/config/env';
import { setupBucket } from '@/lib/platform/setup-bucket';
import { runFsck } from './commands/fsck';
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
  return program;
}

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    // Faults of the settings are worded for people; of anything else the developer wants to see where it came from.
    process.stderr.write(`${error instanceof EnvironmentError ? error.message : inspect(error)}\n`);
    process.exitCode = 1;
  });
