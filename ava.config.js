// One configuration per suite: `npm test` runs the fast ones in parallel; those that hold ports and processes run one
// after another.
const suites = {
  // In processes: where many threads begin and end, V8 dies now and then (`jit_page.has_value()`, Node 18 to 24).
  fast: {
    files: ['test/**/*.test.ts', '!test/{mesh,local,load,cuts,browser,proxies,swarm}/**'],
    timeout: '2m',
    workerThreads: false,
  },
  mesh: { files: ['test/mesh/**/*.test.ts'], concurrency: 1, serial: true, timeout: '3m' },
  local: { files: ['test/local/**/*.test.ts'], concurrency: 1, serial: true, timeout: '4m' },
  load: { files: ['test/load/**/*.test.ts'], concurrency: 1, serial: true, timeout: '4m' },
  cuts: { files: ['test/cuts/**/*.test.ts'], concurrency: 1, serial: true, timeout: '3m' },
  browser: { files: ['test/browser/**/*.test.ts'], concurrency: 1, serial: true, timeout: '4m' },
  proxies: { files: ['test/proxies/**/*.test.ts'], concurrency: 1, serial: true, timeout: '4m' },
  swarm: { files: ['test/swarm/**/*.test.ts'], concurrency: 1, serial: true, timeout: '12m' },
}

export default () => ({ extensions: ['ts'], ...suites[process.env.SUITE ?? 'fast'] })
