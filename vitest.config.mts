import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { IS_LONG } from './test/long.mjs'
import { LongestFirst } from './test/longest-first.mjs'

/**
 * Tests that take long, because they wait for processes, kill them, or play many seeds: `npm test` leaves them out, `npm run
 * test:all` runs them too.
 */
export const SLOW = [
  // A running indexer, with forks, faults and kills.
  'test/sim/sim.test.ts',
  'test/reorg/**/*.test.ts',
  // An indexer of an AVS, killed.
  'test/middleware/kills.test.ts',
  // An indexer, a provider and a Postgres that stand still for longer than they may.
  'test/cli/standing.test.ts',
  // Alerts of 2,300 blocks, evaluated three times; commands, killed.
  'test/notify/{rules,rules-killed}.test.ts',
  'test/cli/notify.test.ts',
  // A Postgres of its own for each file, and forty faults, one by one.
  'test/doctor/**/*.test.ts',
  // Databases that change names under load, by a command that is killed.
  'test/cli/promote.test.ts',
  // Snapshots that are made and restored by the commands, killed on the way.
  'test/cli/snapshot.test.ts',
  // A Postgres that is restarted, a full disk, a fault at each statement of a batch.
  'test/store/postgres-restarts.test.ts',
  // A cluster whose primary is killed; a service at the head, for a while; backups and restores of a server.
  'test/ha/kills.test.ts',
  'test/soak/soak.test.ts',
  'test/ops/backup.test.ts',
  // A primary and its replica, which pauses for longer than it may, or whose database is replaced.
  'test/store/replica.test.ts',
  'test/store/replica-renamed.test.ts',
  'test/store/disk-full.test.ts',
  'test/store/lost-packets.test.ts',
  'test/store/writer-faults.test.ts',
  // Thousands of wrong answers of providers; whole chains by every data source; history verified at a bounded rate.
  'test/chain/wrong-answers.test.ts',
  'test/chain/sources.test.ts',
  'test/chain/{proof,until-proven}.test.ts',
  'test/chain/providers-index.test.ts',
  // A real node, and an indexer that follows it.
  'test/live-node/**/*.test.ts',
  // Exports by the command, one process each, and a second index.
  'test/export/{docs,files,increments}.test.ts',
  // A thousand random queries, beside OpenReader.
  'test/openreader/compared.test.ts',
  // Dozens of attacks, one after another.
  'test/hostile/{documents,sockets}.test.ts',
  // All rows of all recordings.
  'test/api/references.test.ts',
  // Every check against the contracts, one by one.
  'test/contracts/{audit,vault-audit}.test.ts',
  // Vaults at blocks whose time is not stored, and without their constants.
  'test/truth/vaults/{unknown-constants,unknown-times}.test.ts',
  // Graphs of hundreds of blocks.
  'test/reads/graph-steps.test.ts',
  // Providers that time out.
  'test/chain/missing-block.test.ts',
  // What every slashing of all recordings takes of stakers.
  'test/metrics/slashing-sums.test.ts',
  // Intervals of losses over fifty seeds.
  'test/risk/loss-coverage.test.ts',
  // Images that are built, and containers that are killed.
  'test/docker/**/*.test.ts',
  // A browser.
  'test/web/pages.test.ts',
  'test/web/{proofs,risk-pages,states,views,votes}.test.ts',
  // Every command, with every fault that could print a key.
  'test/project/secrets.test.ts',
]

/** In long runs only. */
const LONG = [
  // All risk fields of the largest network, price by price: coverage.test.ts has those of a smaller one.
  'test/metrics/coverage-large.test.ts',
]

/** What asks an index or an API that the file starts in its own process, and ends: the next file takes over the process. */
const SHARED = ['test/{api,metrics,protocols,reads,risk,truth,vaults,mcp}/**/*.test.ts']

/**
 * Retries of tests that start processes and wait for them: CI has one. What is retried is in its log, and a fault to be found. Pure
 * tests have none, nor those whose cases are random.
 */
const retry = Number(process.env.LINCHPIN_TEST_RETRY ?? 0)

export default defineConfig({
  // graphql-yoga loads the CommonJS build of graphql, and types of two builds do not know each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // Many files wait for processes, databases and time-outs: on two processors, three files at once keep both busy.
    maxWorkers: Math.max(3, availableParallelism()),
    // One run has both projects, and the files of one fill the gaps of the other.
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          retry,
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...SLOW, ...LONG, ...SHARED],
        },
      },
      // To start a process and to load the API takes longer than most of these files.
      {
        extends: true,
        test: {
          name: 'shared',
          include: SHARED,
          exclude: [...configDefaults.exclude, ...SLOW, ...LONG],
          isolate: false,
        },
      },
      // Pure code keeps no state: its files need no process each, which takes longer than the tests.
      {
        extends: true,
        test: { name: 'pure', include: ['{src,web/src}/**/*.test.ts'], isolate: false },
      },
      {
        extends: true,
        test: { name: 'slow', retry, include: IS_LONG ? [...SLOW, ...LONG] : SLOW },
      },
    ],
    globalSetup: ['test/global-setup.ts'],
    // What tests wait for is done by other processes; how long they take on a busy machine is no promise.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
