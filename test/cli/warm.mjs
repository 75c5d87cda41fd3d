// The built command line in a process that answers one call after another, so that a test of what a command says does not
// pay for the start of a process. Ends with whoever started it.
import { Readable } from 'node:stream';
import { CommandLine } from '../../dist/cli/program.js';

/** Keeps what is written to a stream of the process; gives the way back. */
function catching(stream, parts) {
  const { write } = stream;
  stream.write = (chunk, encoding, done) => {
    parts.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    const after = typeof encoding === 'function' ? encoding : done;
    if (after) process.nextTick(after);
    return true;
  };
  return () => {
    stream.write = write;
  };
}

process.on('message', async ({ args, cwd, input }) => {
  const stdout = [];
  const stderr = [];
  process.chdir(cwd);
  process.exitCode = undefined;
  Object.defineProperty(process, 'stdin', { value: Readable.from([Buffer.from(input)]), configurable: true });
  const back = [catching(process.stdout, stdout), catching(process.stderr, stderr)];
  await new CommandLine().run([process.execPath, 'ballast', ...args]);
  for (const restore of back) restore();
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  process.send({
    code,
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
  });
});
process.on('disconnect', () => process.exit());
