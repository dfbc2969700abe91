import type { Deadlines } from '../deadline'
import type { Workers } from './workers'

/** Whose operations these are among those that wait for a thread. */
const CLIENT = 'warm-up'

const ETHER = '{ asset: "0x0000000000000000000000000000000000000000", value: "1" }'
const PRICING = `pricing: { numeraire: ETH, prices: [${ETHER}] }`
const MEMBERS = 'limit: 5) { total items { id name } }'
const FIGURES = `{
  block { number timestampAtLeast } operators holders stake slashable slashableLeverage phantomShare capitalAtRisk
  ofSlashable { hhi nakamoto topShare } coverage { isComplete }
}`

/** What the pages that compute for longest ask, in small. */
export const WARM_UP: readonly string[] = [
  `{ overview(${PRICING}) { now ${FIGURES} before ${FIGURES} } }`,
  `{
    overview(${PRICING}) {
      topOperators(limit: 5) { operator { id name } stake slashable avss }
      topAvss(limit: 5) { avs { id name } stake nakamoto costOfCorruption }
      changes {
        came { operators(${MEMBERS} avss(${MEMBERS} }
        left { operators(${MEMBERS} avss(${MEMBERS} }
        moved(of: OPERATORS, limit: 5) { total items { member { id name } change } }
      }
    }
    securityMarket { protocols { protocol stakes { stake promised slashable } } }
  }`,
  `{
    lossDistribution(${PRICING}, faults: { probability: "0.01", severity: "0.1" }) {
      expectedLoss maximalLoss anyLoss
      tails { level valueAtRisk expectedShortfall }
      avss(level: "0.95", limit: 5) { avs { id name } expectedLoss valueAtRisk coVaR marginalShortfall tailDependence }
      pools(level: "0.95", limit: 5) { pool { id name } expectedLoss anyLoss tails { valueAtRisk } }
    }
  }`,
]

/**
 * Runs what pages ask in a thread, before anybody asks: code that runs for the first time is several times slower, and stake
 * graphs of the head and of a month before are then read. It ends when somebody asks: nobody waits for more than one of these. What fails is told to those who ask.
 */
export async function warmUp(workers: Workers, deadlines: Deadlines): Promise<void> {
  for (const text of WARM_UP) {
    if (workers.pending > 0) return
    const task = { text, operationName: null, variables: null }
    await deadlines
      .run((deadline) => workers.run(task, deadline, CLIENT))
      .catch(() => {
        // The server stops, or the thread failed, which is logged.
      })
  }
}
