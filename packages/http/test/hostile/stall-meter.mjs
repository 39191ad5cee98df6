/**
 * Measures for how long at most nothing else could run, in milliseconds. It counts the CPU time of the thread between two ticks of a
 * timer, and not the time that passes: other programs may have the processor meanwhile.
 *
 * Loaded by `--import` it measures a whole process, which tells it when it is asked by a message.
 */
let longest = 0;
let before = cpuTime();

setInterval(() => {
  const now = cpuTime();
  longest = Math.max(longest, now - before);
  before = now;
}, 5).unref();

function cpuTime() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Tells the longest time, and forgets it. */
export function longestTask() {
  const told = longest;
  longest = 0;
  return told;
}

if (process.send !== undefined && process.argv[1]?.endsWith('main.js')) {
  process.on('message', () => process.send(longestTask()));
  process.channel.unref();
}
