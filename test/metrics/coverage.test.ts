import { FIXTURE } from '../support/recordings'
import { describeCoverage } from '../support/risk/coverage-of-recording'

/*
 * Prices are taken away one by one: no figure moves without its coverage, no verdict turns, nothing becomes 0, and what does not
 * rest on the missing price stays. The largest network is in coverage-large.test.ts.
 */
describeCoverage('eigenlayer-a', FIXTURE, [2388])
