import { Client } from 'pg'
import type { Logger } from 'pino'
import { readKeptFigures } from '../../config/kept-figures'
import type { Network } from '../../config/networks'
import { argumentsOf } from '../../prover/arguments'
import { BundleKeeper } from '../../prover/bundle-keeper'
import { orRefused } from '../../prover/errors'
import { openProver } from '../../prover/open'
import type { Source } from '../indexer/connect'

/**
 * Keeps bundles of the figures that LINCHPIN_PROVE lists; null if it is not set, or for a recording, which has no proofs.
 * @throws LinchpinError LP1010 if its file is invalid, LP2030 for a figure that cannot be
 */
export async function createBundleKeeper(
  { config, recordingDir }: Source,
  network: Network,
  databaseUrl: string,
  logger: Logger,
): Promise<BundleKeeper | null> {
  if (config.proveFile === null || recordingDir !== null) return null
  const { everyBlocks, folder, layouts, figures } = readKeptFigures(config.proveFile)
  const wanted = await orRefused(`LINCHPIN_PROVE ${config.proveFile}`, () =>
    figures.map((one) => ({
      name: one.figure,
      arguments: argumentsOf(one.figure, one.arguments),
    })),
  )
  const lower = Object.fromEntries(
    Object.entries(layouts).map(([address, name]) => [address.toLowerCase(), name]),
  )
  return new BundleKeeper({
    everyBlocks,
    folder,
    figures: wanted,
    openAt: async (block) =>
      openProver(config, network, block, await hashOf(databaseUrl, block), { layouts: lower }),
    logger,
  })
}

/** Hash that the index has of a block; null: it has no logs. */
async function hashOf(databaseUrl: string, block: number): Promise<string | null> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'linchpin prove' })
  await client.connect()
  try {
    const { rows } = await client.query('SELECT hash FROM block WHERE block = $1', [block])
    return rows[0]?.hash ?? null
  } finally {
    await client.end()
  }
}
