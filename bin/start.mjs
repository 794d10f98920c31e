#!/usr/bin/env node
// `npm start`: installs and builds what is missing, then runs and supervises store, worker and web server.
// This file and its one static import keep to syntax that old Node versions read, so that they can say they are too old.
import { requireNodeVersion } from './lib/require-node-version.mjs';

requireNodeVersion();
void import('./lib/start-application.mjs').then(({ startApplication }) => startApplication(process.argv.slice(2)));
