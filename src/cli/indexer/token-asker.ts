import type { Logger } from 'pino'
import { toHeader, toQuantity } from '../../chain/normalize'
import type { Rpc } from '../../chain/provider/rpc'
import { createCaller } from '../../contracts/calls'
import { TokenAsker } from '../../poll/token-asker'
import type { Claim } from '../../store/writer/lock'
import type { Source } from './connect'

/** Asks tokens of pools by eth_call; null for a recording, which has no contracts, or if polls are switched off. */
export function createTokenAsker(
  { config, recordingDir }: Source,
  databaseUrl: string,
  claim: Claim,
  rpc: Rpc,
  logger: Logger,
): TokenAsker | null {
  if (recordingDir !== null || config.pollBlocks === 0) return null
  return new TokenAsker({
    databaseUrl,
    claim,
    // It asks again by itself.
    callerAt: (block) => createCaller(rpc, block, 1),
    async timeOf(block) {
      const params = [toQuantity(block), false]
      return (await rpc.call('eth_getBlockByNumber', params, { attempts: 1, parse: toHeader }))
        .timestamp
    },
    logger,
  })
}
