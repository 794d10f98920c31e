// `npm test`: installs what is missing and runs every check; `--only unit,int` runs some.
// The last line is `N passed, N failed`; the exit code tells the same.
import { requireNodeVersion } from '../bin/lib/require-node-version.mjs';

requireNodeVersion();
const { runTests } = await import('./lib/run-tests.mjs');
process.exitCode = await runTests(process.argv.slice(2));
