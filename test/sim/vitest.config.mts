import { defineConfig } from 'vitest/config'

/** The seeds of the simulator, which `npm test` does not play. */
export default defineConfig({
  test: {
    include: ['test/sim/seeds.sim.ts'],
    globalSetup: ['test/global-setup.ts'],
    disableConsoleIntercept: true,
    reporters: ['dot'],
    hookTimeout: 120_000,
  },
})
