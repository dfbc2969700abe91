import type { Logger } from 'pino'
import type { Rpc } from '../../chain/provider/rpc'
import type { Network } from '../../config/networks'
import { withConnection } from '../../store/connection'
import { type MissingContract, writeMissingContracts } from '../../store/missing-contracts'
import type { Claim } from '../../store/writer/lock'
import { logContractsWithoutCode, missingContracts, notFollowedContracts } from './deployment-check'

/** In pg_stat_activity. */
const NAME = 'linchpin index'
/** Pause before contracts without code are looked for again: a development chain gets them later. */
const PAUSE_MS = 30_000

/** Where contracts are looked for. */
export interface MissingOptions {
  network: Network
  rpc: Rpc
  /** Last block of the chain; null: a recording, which is not asked for code. */
  head: (() => number) | null
  databaseUrl: string
  /** Under which they are stored. */
  claim: Claim
  logger: Pick<Logger, 'warn'>
}

/** Logs and stores which contracts of the core are missing; those without code until they have it. */
export async function noteMissingContracts(options: MissingOptions): Promise<void> {
  const { network, rpc, head, databaseUrl, claim, logger } = options
  const without = head ? await logContractsWithoutCode(network, rpc, head(), logger) : []
  // What the list of a public network does not have is not on that network.
  const unlisted =
    network.name === 'custom' ? missingContracts(network) : notFollowedContracts(network)
  const missing = [
    ...unlisted.map((name): MissingContract => ({ name, reason: 'NOT_IN_DEPLOYMENT' })),
    ...without.map((name): MissingContract => ({ name, reason: 'NO_CODE' })),
  ]
  await withConnection(databaseUrl, NAME, (client) => writeMissingContracts(client, claim, missing))
  if (without.length === 0) return
  const again = () => noteMissingContracts(options).catch(() => setTimeout(again, PAUSE_MS).unref())
  setTimeout(again, PAUSE_MS).unref()
}
