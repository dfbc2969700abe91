import type { Logger } from 'pino'
import type { Rpc } from '../../chain/provider/rpc'
import { createCaller } from '../../contracts/calls'
import { Poller } from '../../poll/poller'
import type { Claim } from '../../store/writer/lock'
import type { Source } from './connect'

/** Polls contracts by eth_call; null for a recording, which has none, or if polls are switched off. */
export function createPoller(
  { config, recordingDir }: Source,
  databaseUrl: string,
  claim: Claim,
  rpc: Rpc,
  logger: Logger,
): Poller | null {
  const interval = config.pollBlocks
  if (recordingDir !== null || interval === 0) return null
  return new Poller({
    databaseUrl,
    claim,
    interval,
    callerAt: (block) => createCaller(rpc, block),
    logger,
  })
}
