import type { Logger } from 'pino'
import { networkOfIndex } from '../../config/network-of'
import type { Network } from '../../config/networks'
import { withConnection } from '../../store/connection'
import { readIndex } from '../../store/cursor'

/**
 * The network as the database's index follows it: an index that an earlier version began with fewer contracts goes on with
 * those, which is logged.
 */
export async function followedNetwork(
  databaseUrl: string,
  network: Network,
  logger: Pick<Logger, 'warn'>,
): Promise<Network> {
  if (!network.earlier) return network
  const stored = await withConnection(databaseUrl, 'linchpin index', readIndex)
  const followed = networkOfIndex(network, stored?.identity.deployment ?? null)
  const names = followed.notFollowed?.map(({ name }) => name) ?? []
  if (names.length > 0) {
    logger.warn(
      { notFollowed: names },
      'an earlier version began this index, without these contracts: it goes on without them; index into an empty database to have them',
    )
  }
  return followed
}
