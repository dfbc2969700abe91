import type { Logger } from 'pino'
import { toQuantity } from '../../chain/normalize'
import type { Rpc } from '../../chain/provider/rpc'
import type { Network } from '../../config/networks'
import type { ContractKind } from '../../facts/enums.generated'

/** The contracts of the core of each protocol, and what the index does not have without them. */
const PROTOCOLS: readonly Readonly<Partial<Record<ContractKind, string>>>[] = [
  {
    ALLOCATION_MANAGER: 'AllocationManager: operator sets, allocations, slashings, magnitudes',
    AVS_DIRECTORY: 'AVSDirectory: AVS registrations of before operator sets',
    DELEGATION_MANAGER: 'DelegationManager: operators, delegations, withdrawals',
    EIGEN_POD_MANAGER: 'EigenPodManager: pods, validators, native ETH',
    EMISSIONS_CONTROLLER: 'EmissionsController: emissions of EIGEN',
    KEY_REGISTRAR: 'KeyRegistrar: keys of operators',
    PERMISSION_CONTROLLER: 'PermissionController: appointees and admins',
    REWARDS_COORDINATOR: 'RewardsCoordinator: rewards, claims, splits',
    STRATEGY_FACTORY: 'StrategyFactory: pools that anyone created',
    STRATEGY_MANAGER: 'StrategyManager: pools, deposits, shares',
  },
  {
    DELEGATOR_FACTORY: 'DelegatorFactory: limits of vaults of core v1',
    MIDDLEWARE_SERVICE: 'NetworkMiddlewareService: who may slash for a network',
    NETWORK_OPT_IN_SERVICE: 'OperatorNetworkOptInService: operators of networks',
    NETWORK_REGISTRY: 'NetworkRegistry: networks',
    OPERATOR_REGISTRY: 'OperatorRegistry: operators of Symbiotic',
    VAULT_FACTORY: 'VaultFactory: vaults',
    VAULT_OPT_IN_SERVICE: 'OperatorVaultOptInService: operators of vaults',
    VAULT_SLASHER_FACTORY: 'SlasherFactory: slashings of vaults of core v1',
  },
]
/** Of all protocols. */
const CORE: Readonly<Partial<Record<ContractKind, string>>> = Object.assign({}, ...PROTOCOLS)

/**
 * Logs names of a deployment file that are unknown, and contracts of the core that it does not have. Of a recording, whose contracts are what
 * they are, as information.
 */
export function logMissingContracts(
  network: Network,
  isRecorded: boolean,
  logger: Pick<Logger, 'warn' | 'info'>,
): void {
  const { unknownNames: unknown = [] } = network
  const missing = missingCore(network)
  if (isRecorded) {
    const found = { ...(unknown.length > 0 && { unknown }), ...(missing.length > 0 && { missing }) }
    if (Object.keys(found).length > 0) logger.info(found, 'the recorded chain has other contracts')
    return
  }
  if (unknown.length > 0) {
    logger.warn(
      { unknown },
      'the deployment file has unknown names: their contracts are not followed',
    )
  }
  if (missing.length > 0) {
    logger.warn(
      { missing },
      'the deployment has no address for contracts of the core: what they emit is missing in this index',
    )
  }
}

/** Names of the contracts of the core that a deployment does not have. */
export function missingContracts(network: Network): string[] {
  return missingCore(network).map(nameOf)
}

/** Names of the contracts of the core that an index does not follow, because an earlier version began it. */
export function notFollowedContracts({ notFollowed = [] }: Network): string[] {
  return notFollowed.flatMap(({ kind }) => {
    const what = CORE[kind]
    return what === undefined ? [] : [nameOf(what)]
  })
}

/** What a deployment lacks of the protocols of which it has something. */
function missingCore({ contracts }: Network): string[] {
  const kinds = new Set<string>(contracts.map(({ kind }) => kind))
  return PROTOCOLS.flatMap((core) => {
    const lacking = Object.entries(core).filter(([kind]) => !kinds.has(kind))
    return lacking.length === Object.keys(core).length ? [] : lacking.map(([, what]) => what)
  })
}

function nameOf(what: string): string {
  return what.split(':')[0]!
}

/** Logs contracts of the core that have no code at a block, and returns their names. A provider that does not answer `eth_getCode` says nothing. */
export async function logContractsWithoutCode(
  { contracts }: Network,
  rpc: Rpc,
  block: number,
  logger: Pick<Logger, 'warn'>,
): Promise<string[]> {
  const core = contracts.filter(({ kind }) => CORE[kind] !== undefined)
  const codes = await Promise.all(
    core.map(({ address }) =>
      rpc
        .call<unknown>('eth_getCode', [address, toQuantity(block)], { attempts: 1 })
        .catch(() => null),
    ),
  )
  const without = core.filter((_, i) => codes[i] === '0x')
  const empty = without.map(({ name, address }) => `${name} ${address}`)
  if (empty.length > 0) {
    logger.warn(
      { empty, block },
      'contracts of the core have no code on this chain: wrong addresses, or another chain',
    )
  }
  return without.map(({ name }) => name)
}
