import type { Logger } from 'pino'
import type { Rpc } from '../../chain/provider/rpc'
import type { Constants, Network } from '../../config/networks'
import { createCaller } from '../../contracts/calls'
import { readConstants } from '../../contracts/constants'

/** Reads the constants of the contracts at a block, for a new index. */
export async function constantsOf(
  network: Network,
  rpc: Rpc,
  block: number,
  logger: Pick<Logger, 'warn'>,
): Promise<Constants> {
  const constants = await readConstants(network, createCaller(rpc, block))
  const missing = Object.entries(constants).flatMap(([name, value]) =>
    value === null ? [name] : [],
  )
  if (missing.length > 0) {
    logger.warn(
      { missing },
      'contracts do not answer for some constants: values that depend on them are null in this index',
    )
  }
  return constants
}
