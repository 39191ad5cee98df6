// Takes the place of npm in a test: it starts a process that writes until it is killed, as a slow installation does.
import { spawn } from 'node:child_process';

const writer = `
  const { mkdirSync, writeFileSync } = require('node:fs');
  process.on('SIGTERM', () => setTimeout(() => process.exit(), 300));
  let count = 0;
  setInterval(() => {
    mkdirSync('node_modules/' + count, { recursive: true });
    writeFileSync('node_modules/' + count++ + '/index.js', '');
  }, 5);`;
if (process.argv[2] === 'install') spawn(process.execPath, ['--eval', writer], { stdio: 'inherit' });
