import type { Labels } from '../../reads/files/labels'
import type { CaptureRequest } from '../../reads/graph/vaults/at-time'
import type { PoolInfo } from '../../reads/pools'
import type { Shock } from '../../risk/contagion/shock'
import type { Capture } from '../../risk/contagion/vault-loss'
import { isShared } from '../../risk/graph/delegated'
import type { StakeGraph } from '../../risk/graph/graph'
import { indexOfSorted } from '../../risk/math/sorted-index'
import { toWadUp, WAD } from '../../risk/math/wad'
import {
  type ArgumentsOf,
  type Assumption,
  input,
  listOf,
  optional,
  refined,
} from '../define/argument'
import {
  address,
  bigInteger,
  id,
  nonEmpty,
  operatorSetId,
  part,
  threshold,
  unixTime,
} from '../define/arguments'
import { invalidArgument, unknownMember } from '../define/errors'
import { groupingArgument, groupingOf } from '../define/grouping'
import { addresses, positionOf } from '../define/members'
import { assetClasses, checkClass, classesOf } from './asset-classes'

const wad = refined(bigInteger(''), (value, name) => {
  if (value > 0n && value <= WAD) return value
  throw invalidArgument(name, `${value}`, 'A wad is from 1 to 1e18.')
})

const slashShock = input('SlashShock', 'Arguments of slashOperator.', {
  operator: address('Operator.'),
  operatorSet: operatorSetId('`<avs>/<set id>`.'),
  pools: nonEmpty(addresses('Pools.'), 'Name one pool or more.'),
  wads: listOf(wad, 'For each pool the part (of 1e18, above 0) of what the set can slash.'),
})

const vaultShock = input('VaultSlashShock', 'A slashing of a vault (Symbiotic core v1).', {
  operator: address('Operator.'),
  operatorSet: operatorSetId('Subnetwork: `symbiotic-<network>/<identifier>`.'),
  pool: address('Vault.'),
  amount: refined(
    bigInteger('Amount that is asked for, in base units, above 0.'),
    (value, name) => {
      if (value > 0n) return value
      throw invalidArgument(name, `${value}`, 'An amount is above 0.')
    },
  ),
  captureTimestamp: optional(
    unixTime(
      'Time of the stake that is slashed, in unix seconds. Default: the latest allowed, a second before the slashing.',
    ),
  ),
})

const groupShock = input('GroupShock', 'A group of operators.', {
  operators: optional(
    nonEmpty(
      addresses('Its operators; or give `grouping` and `name`.'),
      'Name one operator or more.',
    ),
  ),
  grouping: optional(id('Kind of grouping in the label files.')),
  name: optional(id('Name of the group in it.')),
  avss: optional(addresses('AVSs that slash them. Default: all.')),
  fraction: threshold('Part of what each can slash, in (0, 1].', '1'),
})

const avsShock = input('AvsShock', 'An AVS.', { avs: address('Its address.') })

const fraction = part('Part, in [0, 1].')

const operatorShock = input('OperatorShock', 'An operator and a part of its stake.', {
  operator: address('Its address.'),
  fraction,
})

const poolShock = input('PoolShock', 'A pool and a part of it.', {
  pool: address('Its address.'),
  fraction,
})

const assetShock = input('AssetShock', 'A token and a part of its value.', {
  asset: address('Token address; the zero address is native ETH.'),
  fraction,
})

const classShock = input('ClassShock', 'A class of assets and a part of their value.', {
  class: id('Class by the label files: the label of the pool, or else of its token.'),
  grouping: groupingArgument('Kind of grouping in them. Default: `assetClass`.'),
  fraction,
})

const kinds = {
  slash: optional(
    refined(
      slashShock('An operator set slashes an operator (AllocationManager.slashOperator).'),
      (slash, name) => {
        if (slash.wads.length === slash.pools.length) return slash
        throw invalidArgument(`${name}.wads`, slash.wads.map(String), 'Give one for each pool.')
      },
    ),
  ),
  slashVault: optional(
    vaultShock(
      'A subnetwork slashes an amount of an operator in a vault (Slasher.slash): at most what it could slash of the stake that was captured (BaseSlasher.slashableStake), and the vault loses at most what it has.',
    ),
  ),
  group: optional(
    refined(
      groupShock('Operators are slashed by all AVSs, or some, by a part of what those can slash.'),
      (group, name, given) => {
        if ((group.operators === null) !== (group.grouping === null)) return group
        throw invalidArgument(name, given, 'Give operators, or a grouping and a name.')
      },
    ),
  ),
  byzantineAvs: optional(
    avsShock('All operator sets of an AVS slash everything that they can slash.'),
  ),
  loss: optional(operatorShock('An operator loses a part of all its stake, whatever the cause.')),
  drainPool: optional(poolShock('A pool loses a part of its stake.')),
  massExit: optional(poolShock("A part of a pool's stake is withdrawn; it is not lost.")),
  depeg: optional(
    poolShock(
      "A pool's shares lose a part of their value, and no other pool's. Needs prices, or one pool in the scope, as `depegAsset` and `depegClass` do.",
    ),
  ),
  depegAsset: optional(
    assetShock(
      'A token loses a part of its value, in all pools that hold it. Pools whose token is unknown keep theirs.',
    ),
  ),
  depegClass: optional(
    classShock(
      'All pools of a class of the label files lose a part of their value. The others keep theirs, those of no class too.',
    ),
  ),
}

type ShockRequest = ArgumentsOf<typeof kinds>

/** Argument `shocks`. The same shock may happen twice, one after the other. */
export const shocksArgument = nonEmpty(
  listOf(
    refined(
      input('ShockInput', 'A shock: one of its members.', kinds)(''),
      (shock, name, given) => {
        if (Object.values(shock).filter((kind) => kind !== null).length === 1) return shock
        throw invalidArgument(name, given, 'A shock has exactly one member: slash, group, depeg...')
      },
    ),
    'What happens first, in this order.',
  ),
  'Give one shock or more.',
)

/** Whether a shock changes what shares are worth. */
export function isDepeg({ depeg, depegAsset, depegClass }: ShockRequest): boolean {
  return depeg !== null || depegAsset !== null || depegClass !== null
}

/**
 * Shocks by positions in the graph.
 * @param captures of each shock that slashes a vault, see `vaultCaptures`
 * @param infos of the pools, by position
 * @throws ApiError BAD_USER_INPUT if one names what is not there, or what label files do not have
 */
export function shocksIn(
  requests: readonly ShockRequest[],
  captures: readonly (Capture | null)[],
  graph: StakeGraph,
  infos: readonly PoolInfo[],
  labels: Labels,
): Shock[] {
  const sets = graph.sets.map(({ id }) => id)
  const find = (ids: readonly string[], kind: string) => (one: string, name: string) =>
    positionOf(ids, one, `shocks.${name}`, kind)
  const operatorAt = find(graph.operators, 'operator')
  const poolAt = find(graph.pools, 'pool')
  const avsAt = find(graph.services, 'AVS')
  return requests.map(
    ({ slash, slashVault, group, byzantineAvs, loss, ...ofPool }, index): Shock => {
      if (slashVault) {
        return {
          kind: 'SLASH_AMOUNT',
          operator: operatorAt(slashVault.operator, 'slashVault.operator'),
          set: find(sets, 'operator set')(slashVault.operatorSet, 'slashVault.operatorSet'),
          pool: poolAt(slashVault.pool, 'slashVault.pool'),
          amount: slashVault.amount,
          capture: captures[index]!,
        }
      }
      if (slash) {
        return {
          kind: 'SLASH',
          operator: operatorAt(slash.operator, 'slash.operator'),
          set: find(sets, 'operator set')(slash.operatorSet, 'slash.operatorSet'),
          pools: slash.pools.map((pool) => poolAt(pool, 'slash.pools')),
          wads: slash.wads,
        }
      }
      if (group) {
        const { operators, avss, fraction } = group
        return {
          kind: 'GROUP',
          operators:
            operators?.map((one) => operatorAt(one, 'group.operators')) ??
            labelledOperators(group, graph, labels),
          services: avss?.map((avs) => avsAt(avs, 'group.avss')) ?? null,
          // Rounded up: no less than the part is slashed.
          wad: toWadUp(fraction),
        }
      }
      if (byzantineAvs) {
        return { kind: 'BYZANTINE', service: avsAt(byzantineAvs.avs, 'byzantineAvs.avs') }
      }
      if (loss) {
        const operator = operatorAt(loss.operator, 'loss.operator')
        return { kind: 'LOSS', operator, part: loss.fraction }
      }
      const { drainPool, massExit, depeg, depegAsset, depegClass } = ofPool
      if (drainPool) {
        const pool = poolAt(drainPool.pool, 'drainPool.pool')
        return { kind: 'DRAIN', pool, part: drainPool.fraction }
      }
      if (massExit) {
        return {
          kind: 'EXIT',
          pool: poolAt(massExit.pool, 'massExit.pool'),
          part: massExit.fraction,
        }
      }
      const pools = depeg
        ? [poolAt(depeg.pool, 'depeg.pool')]
        : depegAsset
          ? poolsOfAsset(depegAsset.asset, infos)
          : poolsOfClass(depegClass!, graph, infos, labels)
      return { kind: 'DEPEG', pools, part: (depeg ?? depegAsset ?? depegClass)!.fraction }
    },
  )
}

/** What slashings of vaults ask for, by position of the shock; null: the shock is no such slashing. */
export function vaultCaptures(
  requests: readonly ShockRequest[],
  graph: StakeGraph,
): (CaptureRequest | null)[] {
  return requests.map(({ slashVault }) => {
    if (!slashVault) return null
    const { operator, operatorSet: set, pool: vault, captureTimestamp } = slashVault
    const pool = positionOf(graph.pools, vault, 'shocks.slashVault.pool', 'pool')
    if (!graph.buckets.pool.some((one, bucket) => one === pool && isShared(graph, bucket))) {
      throw invalidArgument('shocks.slashVault.pool', vault, 'It is no vault: use `slash`.')
    }
    return {
      operator,
      set,
      vault,
      capture: captureTimestamp === null ? null : BigInt(captureTimestamp),
    }
  })
}

/** The label files that shocks rest on, as `meta.assumptions` names them. @throws as `shocksIn` */
export function labelsOfShocks(requests: readonly ShockRequest[], labels: Labels): Assumption[] {
  return requests.flatMap(({ group, depegClass }) => {
    if (depegClass) {
      const grouping = assetClasses(labels, depegClass.grouping, 'shocks.depegClass.grouping')
      const value = `${depegClass.class} of ${grouping?.version}`
      return [{ name: 'shocks.depegClass', value }]
    }
    const grouping = group && groupingOf(labels, group.grouping, 'shocks.group.grouping')
    if (!grouping) return []
    return [{ name: 'shocks.group', value: `${group!.name} of ${grouping.version}` }]
  })
}

function poolsOfAsset(asset: string, infos: readonly PoolInfo[]): number[] {
  const pools = positionsOf(infos, (info) => info.asset === asset)
  if (pools.length > 0) return pools
  throw unknownMember('shocks.depegAsset.asset', asset, 'token of a pool')
}

function poolsOfClass(
  { class: name, grouping: kind }: NonNullable<ShockRequest['depegClass']>,
  graph: StakeGraph,
  infos: readonly PoolInfo[],
  labels: Labels,
): number[] {
  const grouping = assetClasses(labels, kind, 'shocks.depegClass.grouping')
  checkClass(name, grouping, 'shocks.depegClass.class')
  const pools = positionsOf(classesOf(graph.pools, infos, grouping), (one) => one === name)
  if (pools.length > 0) return pools
  throw unknownMember('shocks.depegClass.class', name, 'class of a pool')
}

function positionsOf<V>(values: readonly V[], isMeant: (value: V) => boolean): number[] {
  return values.flatMap((value, position) => (isMeant(value) ? [position] : []))
}

/** Operators of a group in the label files. Labels name operators of all times: those that are not there yet are left out. */
function labelledOperators(
  { grouping, name }: NonNullable<ShockRequest['group']>,
  { operators }: StakeGraph,
  labels: Labels,
): number[] {
  const { groupOf } = groupingOf(labels, grouping, 'shocks.group.grouping')!
  const named = [...groupOf].flatMap(([id, group]) => (group === name ? [id] : []))
  if (named.length > 0) {
    return named.map((id) => indexOfSorted(operators, id)).filter((position) => position >= 0)
  }
  throw invalidArgument('shocks.group.name', name, 'No address is in that group.')
}
