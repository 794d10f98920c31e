#!/usr/bin/env node
// The administration command, with the same settings, secret and store as the application started from this folder.
import { requireNodeVersion } from './lib/require-node-version.mjs';

requireNodeVersion();
void import('./lib/run-administration.mjs').then(({ runAdministration }) => runAdministration());
