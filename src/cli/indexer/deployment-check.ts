import type { Logger } from 'pino'
import { toQuantity } from '../../chain/normalize'
import type { Rpc } from '../../chain/provider/rpc'
import type { Network } from '../../config/networks'
import type { ContractKind } from '../../facts/enums.generated'

/** The contracts of the core, and what the index does not have without them. */
const CORE: Readonly<Partial<Record<ContractKind, string>>> = {
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
}

/** Logs names of a deployment file that are unknown, and contracts of the core that it does not have. */
export function logMissingContracts(network: Network, logger: Pick<Logger, 'warn'>): void {
  const { unknownNames = [], contracts } = network
  if (unknownNames.length > 0) {
    logger.warn(
      { unknown: unknownNames },
      'the deployment file has unknown names: their contracts are not followed',
    )
  }
  const kinds = new Set(contracts.map(({ kind }) => kind))
  const missing = Object.entries(CORE).flatMap(([kind, what]) =>
    kinds.has(kind as ContractKind) ? [] : [what],
  )
  if (missing.length > 0) {
    logger.warn(
      { missing },
      'the deployment has no address for contracts of the core: what they emit is missing in this index',
    )
  }
}

/** Names of the contracts of the core that a deployment does not have. */
export function missingContracts({ contracts }: Network): string[] {
  const kinds = new Set(contracts.map(({ kind }) => kind))
  return Object.entries(CORE).flatMap(([kind, what]) =>
    kinds.has(kind as ContractKind) ? [] : [what.split(':')[0]!],
  )
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
