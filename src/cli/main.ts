#!/usr/bin/env node
// The process around the command line.
import { asUserError } from '../store/index.js';
import { CommandLine } from './program.js';

const commandLine = new CommandLine();

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads along may go before the end (`| head`); the work is done all the same.
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
    process.exit(commandLine.terminal.fail(asUserError('stdout', error)));
  });
}

await commandLine.run(process.argv);
