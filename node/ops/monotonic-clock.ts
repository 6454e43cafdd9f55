// The machine's monotonic clock: it never goes back, and is the same for all processes of one machine, in containers
// too. So the logs of several nodes on one machine can be laid side by side.

/** Milliseconds, with a fraction. */
export function monotonicNow(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e3 + nanoseconds / 1e6
}
