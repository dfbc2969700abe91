import type { Network } from '../config/networks'
import type { Deployment, Knowledge } from '../state-proof/knowledge'

/** Kinds of the contracts that every deployment has once, and whose names are those of layouts. */
const SINGLE = new Set([
  'DELEGATION_MANAGER',
  'STRATEGY_MANAGER',
  'ALLOCATION_MANAGER',
  'EIGEN_POD_MANAGER',
  'AVS_DIRECTORY',
  'VAULT_OPT_IN_SERVICE',
  'NETWORK_OPT_IN_SERVICE',
])

/** The contracts of a network, with the name of the deployment that is built in, or of the network. */
export function deploymentOf(
  { deployments }: Knowledge,
  network: Network,
): Omit<Deployment, 'implementations'> {
  const single = network.contracts.filter(({ kind }) => SINGLE.has(kind))
  const contracts = Object.fromEntries(single.map(({ name, address }) => [name, address]))
  const { chainId } = network
  const builtIn = deployments.find((one) => {
    const names = Object.keys(contracts)
    return (
      one.chainId === chainId &&
      names.length > 0 &&
      names.every((name) => one.contracts[name] === contracts[name])
    )
  })
  return { name: builtIn?.name ?? network.name, chainId, contracts }
}
