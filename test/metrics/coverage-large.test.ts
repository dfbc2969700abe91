import { groundTruth, recordings } from '../support/recordings'
import { describeCoverage } from '../support/risk/coverage-of-recording'

/*
 * As coverage.test.ts, of the largest network (LINCHPIN_TEST_RECORDINGS), or else of the one in this repository, at five
 * blocks: in long runs only.
 */
const all = recordings()
const { name, dir } = all.find(({ name }) => name === 'eigenlayer-large') ?? all[0]!
const blocks = groundTruth(dir).map(({ block }) => block)
const chosen = [1, 2, 3, 4, 5].map((part) => blocks[Math.ceil((blocks.length * part) / 5) - 1]!)
describeCoverage(name, dir, chosen)
