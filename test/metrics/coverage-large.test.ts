import { groundTruth, recordings } from '../support/recordings'
import { describeCoverage } from '../support/risk/coverage-of-recording'

/*
 * As coverage.test.ts, of the largest network (LINCHPIN_TEST_RECORDINGS), or else of the one in this repository: at its last
 * block, and with LINCHPIN_TEST_ALL_BLOCKS, which `npm run test:long` sets, at five.
 */
const all = recordings()
const { name, dir } = all.find(({ name }) => name === 'eigenlayer-large') ?? all[0]!
const blocks = groundTruth(dir).map(({ block }) => block)
const parts = process.env.LINCHPIN_TEST_ALL_BLOCKS ? [1, 2, 3, 4, 5] : [5]
const chosen = parts.map((part) => blocks[Math.ceil((blocks.length * part) / 5) - 1]!)
describeCoverage(name, dir, chosen)
