import type { Logger } from 'pino'
import type { Rpc } from '../../chain/provider/rpc'
import type { Constants, Network } from '../../config/networks'
import { createCaller } from '../../contracts/calls'
import { askedConstants, readConstants } from '../../contracts/constants'
import { withConnection } from '../../store/connection'
import type { IndexDatabase } from '../../store/database'
import {
  type LateConstants,
  readUnknownNames,
  type UnknownConstant,
  writeUnknownConstants,
} from '../../store/late-constants'

/** In pg_stat_activity. */
const NAME = 'linchpin index'
/** Pause before constants are asked again; it doubles. */
const PAUSE_MS = 1_000
const MAX_PAUSE_MS = 300_000

/** Reads the constants of the contracts at a block, for a new index. Those that do not answer are null. */
export async function constantsOf(network: Network, rpc: Rpc, block: number): Promise<Constants> {
  return (await ask(network, rpc, block)).constants
}

export interface ConstantsOptions {
  network: Network
  rpc: Rpc
  /** Last block of the chain. */
  head(): number
  /** Connected. */
  database: IndexDatabase
  databaseUrl: string
  logger: Pick<Logger, 'info' | 'warn'>
}

/**
 * Asks again, while indexing goes on, for constants that the contracts did not answer, until they do. Until then the index
 * says which are unknown.
 */
export async function askMissingConstants(options: ConstantsOptions): Promise<void> {
  const { network, database, databaseUrl, logger } = options
  const unknown = await withConnection(databaseUrl, NAME, async (client) => {
    const names = await readUnknownNames(client)
    const asked = askedConstants(network).filter(({ name }) => names.includes(name))
    const rows = asked.map((one) => ({ ...one, reason: 'it has not answered yet' }))
    await writeUnknownConstants(client, database.writer, rows)
    return rows
  })
  if (unknown.length === 0) return
  logger.warn(
    { code: 'LP2018', missing: unknown.map(({ contract }) => contract) },
    'contracts do not answer for some constants: values that depend on them are null until they do; they are asked again',
  )
  askAgain(options, unknown, PAUSE_MS)
}

function askAgain(
  options: ConstantsOptions,
  unknown: readonly UnknownConstant[],
  pause: number,
): void {
  const { network, rpc, head, database, databaseUrl, logger } = options
  const next = async () => {
    const { constants, reason } = await ask(network, rpc, head())
    const late = valuesOf(unknown, constants)
    if (Object.keys(late).length > 0) {
      await database.learn(late)
      logger.info(late, 'contracts answered for constants that were unknown')
    }
    const left = unknown.filter(({ name }) => late[name] === undefined)
    if (left.length === 0) return
    const rows = left.map((one) => ({ ...one, reason }))
    await withConnection(databaseUrl, NAME, (client) =>
      writeUnknownConstants(client, database.writer, rows),
    )
    askAgain(options, rows, Math.min(2 * pause, MAX_PAUSE_MS))
  }
  setTimeout(() => {
    next().catch((error: Error) => {
      logger.warn({ reason: error.message }, 'constants of contracts could not be stored')
      askAgain(options, unknown, Math.min(2 * pause, MAX_PAUSE_MS))
    })
  }, pause).unref()
}

function valuesOf(unknown: readonly UnknownConstant[], constants: Constants): LateConstants {
  const found = unknown.flatMap(({ name }) => {
    const value = constants[name]
    return value === null ? [] : [[name, value] as const]
  })
  return Object.fromEntries(found)
}

/** The constants, and why one may be unknown. */
async function ask(
  network: Network,
  rpc: Rpc,
  block: number,
): Promise<{ constants: Constants; reason: string }> {
  try {
    const constants = await readConstants(network, createCaller(rpc, block, 1))
    return { constants, reason: 'it reverts, has no code, or returns no number of blocks' }
  } catch (error) {
    return { constants: network.constants, reason: (error as Error).message }
  }
}
