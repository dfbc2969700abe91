import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/**
 * `npm run sim -- --seeds 200` runs seeds 1 to 200, `--from 500 --seeds 10` seeds 500 to 509, `--seed 17` a single one,
 * `--jobs` at a time (default: 2), on the recorded chain `--recording` (default: fixtures/eigenlayer-a). Exits with 1 if a seed failed.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    recording: { type: 'string', default: 'fixtures/eigenlayer-a' },
  },
})
const numbers = {
  SIM_FIRST: values.seed ?? values.from,
  SIM_COUNT: values.seed ? '1' : values.seeds,
  SIM_JOBS: values.jobs,
}
for (const [name, value] of Object.entries(numbers)) {
  if (/^\d{1,9}$/.test(value)) continue
  console.error(`${name.slice(4).toLowerCase()}: ${value} is not an integer`)
  process.exit(1)
}
const { status } = spawnSync('npx', ['vitest', 'run', '--config', 'test/sim/vitest.config.mts'], {
  stdio: 'inherit',
  env: { ...process.env, ...numbers, SIM_RECORDING: values.recording },
})
process.exit(status ?? 1)
