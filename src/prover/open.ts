import { assertChain } from '../chain/provider/assert-chain'
import { createRpc } from '../chain/provider/rpc'
import type { Network } from '../config/networks'
import { STORAGE } from '../protocols/storage'
import { withKnown } from '../state-proof/with-known'
import { deploymentOf } from './deployment'
import { fetchHeader } from './header'
import { Prover, type ProverBounds } from './prover'

/** Longer than for other requests: a proof takes a node some milliseconds for each slot. */
const TIMEOUT_MS = 60_000
const ATTEMPTS = 3

interface Settings {
  rpcEndpoints: readonly string[]
  rpcRateLimit: number
}

interface Options {
  /** Layouts of implementations that the user answers for. */
  layouts?: Readonly<Record<string, string>>
  /** Default: none. */
  bounds?: ProverBounds
}

/**
 * A prover of one block.
 *
 * @param hash hash that the block must have; null: not known
 * @throws LinchpinError LP2002 for a provider of another chain, LP2010 if none has the block
 */
export async function openProver(
  { rpcEndpoints: urls, rpcRateLimit: rateLimit }: Settings,
  network: Network,
  block: number,
  hash: string | null,
  { layouts = {}, bounds }: Options = {},
): Promise<Prover> {
  await assertChain(urls, network.chainId, network.name)
  const rpc = createRpc({ urls, rateLimit, attempts: ATTEMPTS, timeoutMs: TIMEOUT_MS })
  const own = deploymentOf(STORAGE, network)
  const isBuiltIn = STORAGE.deployments.some(({ name, chainId }) => {
    return name === own.name && chainId === own.chainId
  })
  const knowledge = withKnown(STORAGE, { ...(isBuiltIn ? {} : { deployment: own }), layouts })
  const deployment = knowledge.deployments.find(
    ({ name, chainId }) => name === own.name && chainId === own.chainId,
  )!
  return new Prover(rpc, knowledge, deployment, await fetchHeader(rpc, block, hash), bounds)
}
