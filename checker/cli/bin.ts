// The program: process concerns only.
// Owns the exit code, output errors and uncaught exceptions; what a command does is in main.ts.
// Code 1 is never used on purpose, because Node makes it by itself.

import { main } from './main.ts';

process.exitCode = 70; // an await that never settles must not look like a verdict

process.on('uncaughtException', (error) => {
  process.stderr.write(`ordeal: internal error: ${error.stack ?? error.message}\n`);
  process.exit(70);
});

// `ordeal ... | head` closes the pipe early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(
  process.argv.slice(2),
  (text) => process.stdout.write(text),
  (text) => process.stderr.write(text),
);
