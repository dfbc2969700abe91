import { join } from 'node:path'
import { DEMO_RECORDING } from './package-root'

/**
 * Variables with the invented prices and names of the demo, where the user has set none. Both files are public, so pages of others
 * may read answers as without them.
 */
export function withDemoFiles(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { LINCHPIN_PRICES, LINCHPIN_LABELS, LINCHPIN_CORS } = given
  const isOwn = LINCHPIN_PRICES || LINCHPIN_LABELS
  return {
    ...given,
    LINCHPIN_PRICES: LINCHPIN_PRICES || join(DEMO_RECORDING, 'demo-prices.csv'),
    LINCHPIN_LABELS: LINCHPIN_LABELS || join(DEMO_RECORDING, 'demo-labels.json'),
    LINCHPIN_CORS: LINCHPIN_CORS || (isOwn ? 'auto' : 'open'),
  }
}
