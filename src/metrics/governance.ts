import { loadChangeCounts, loadSlashingsAfterChanges } from '../reads/governance/changes'
import { loadVersions } from '../reads/governance/implementations'
import { loadRegistrarChanges } from '../reads/governance/quorum-powers'
import { loadSetRules } from '../reads/governance/set-rules'
import { loadSlasherChanges, loadSlasherNotice } from '../reads/governance/slasher-changes'
import { partOf } from '../reads/graph/timeline'
import { blocksToExit, exitGap } from '../risk/base-layer/exit-gap'
import { stakeByHolder, stakeOfBuckets } from '../risk/graph/bucket-stake'
import { entriesOf } from '../risk/graph/columns'
import { unionCoverage } from '../risk/leverage/coverage'
import { redistributionByPool } from '../risk/leverage/redistribution'
import { ratio } from '../risk/math/ratio'
import { Value } from '../risk/value/value'
import type { ArgumentsOf } from './define/argument'
import { choice, count, limit, offset } from './define/arguments'
import { coverageFields, stakeAmount } from './define/coverage'
import { type Measured, type Request, slashableArguments } from './define/measure'
import { member } from './define/meta'
import { stakeMetric } from './define/metric'
import {
  expensive,
  field,
  lazy,
  limited,
  object,
  type ValuesOf,
  withArguments,
} from './define/object'
import { once } from './define/once'
import { bigInt, decimal, int, list, nullable, string, uint32 } from './define/type'
import { type PoolStake, upgradeDispersion, upgrades } from './parts/upgrades'
import { loadRulesOfQuorums, quorumRules, registrarChange } from './powers/quorum-rules'
import { avsPower, sharedControllers, sharedControllersAnswer } from './powers/shared-controllers'
import { loadRulesOfVaults, vaultRules } from './powers/vault-rules'
import { vetoCoverageAnswer, vetoCoverageOf } from './powers/veto-coverage'

const governanceExit = object('GovernanceExit', 'Ways out, in blocks.', {
  withdrawalDelay: field(
    nullable(int),
    'For which a queued withdrawal of a staker can be slashed (DelegationManager.minWithdrawalDelayBlocks).',
  ),
  deallocationDelay: field(
    nullable(int),
    'For which a deallocation of an operator can be slashed (AllocationManager.DEALLOCATION_DELAY).',
  ),
  blocksToExit: field(
    nullable(int),
    'After which stake that begins to leave can no longer be slashed: the longer of the two and 1. Null if one is unknown.',
  ),
  notice: field(
    nullable(uint32),
    'From a change of slasher to its effect, as of the last one that was announced (SlasherUpdated). Null: none was so far. A first slasher takes effect at once.',
  ),
  exitGap: field(
    nullable(int),
    'blocksToExit - notice. Above 0, a new slasher binds stake that began to leave as soon as it was announced; at 0 or below, stake can be gone first. Null if one is unknown.',
  ),
})

const slasherChange = object('SlasherChange', 'A slasher that will replace another.', {
  operatorSet: field(member, 'Operator set.'),
  slasher: field(nullable(member), 'Who may slash until then; null: unknown.'),
  pendingSlasher: field(member, 'Who may from then on.'),
  announcedAtBlock: field(int, 'Block of the announcement.'),
  effectBlock: field(uint32, 'First block in which the new one may slash.'),
  notice: field(uint32, 'effectBlock - announcedAtBlock.'),
  exitGap: field(nullable(int), 'Exit gap of the announcement: blocksToExit - notice.'),
  exitGapNow: field(
    nullable(int),
    'The same for stake that begins to leave at the block of the answer. Above 0: too late to be gone first.',
  ),
  stake: field(stakeAmount, 'Stake that the set can slash.'),
  ...coverageFields,
})

const poolRedistribution = object(
  'PoolRedistribution',
  'Slashable stake of a pool, in its base units.',
  {
    pool: field(member, 'The pool.'),
    slashable: field(bigInt, "What all sets can slash, each operator's once."),
    redistributing: field(
      bigInt,
      'What sets can slash that redistribute it: a recipient gains from the slashing.',
    ),
    share: field(decimal, 'redistributing / slashable, in [0, 1].'),
  },
)

const kindCount = object('GovernanceKindCount', 'Changes of one kind.', {
  kind: field(string, 'Kind, as in `GovernanceKind`.'),
  count: field(int, 'Changes, without first settings.'),
  firstSettings: field(
    int,
    'First owners, admins, beacons and implementations of contracts, and slashers that sets are created with: how they are made, not changed. The first Upgraded of a beacon that contracts follow already is a change of them.',
  ),
  lastBlock: field(int, 'Block of the last of both.'),
})

const activity = object('GovernanceActivity', 'How often rules change.', {
  fromBlock: field(int, 'First block counted.'),
  toBlock: field(int, 'Last block counted.'),
  count: field(int, 'Changes, without first settings.'),
  kinds: field(list(kindCount), 'By kind, kinds without any left out.'),
})

const slashing = object(
  'SlashingAfterChanges',
  'A slashing, and governance changes before it in the chain. That a change came before does not make it a cause.',
  {
    slashing: field(string, 'Id of the slashing, as in `slashings`.'),
    block: field(int, 'Its block.'),
    operator: field(member, 'Operator slashed.'),
    operatorSet: field(member, 'Operator set that slashed.'),
    changes: field(int, 'Changes of any contract or account, without first settings.'),
    ownChanges: field(int, 'Of them those about the operator set, its AVS or the operator.'),
  },
)

const answer = object(
  'Governance',
  'Rules under stake, and who changes them. Amounts are in the unit of the stake, unless stated otherwise.',
  {
    exit: field(governanceExit, 'Whether stake can leave before a new slasher takes effect.'),
    slasherChanges: limited(
      slasherChange,
      'Changes of slashers that are announced and not in effect yet, by effect block, then by set.',
    ),
    slasherChangeCount: field(int, 'How many there are.'),
    stakeUnderChange: expensive(
      20,
      lazy(stakeAmount, "Stake that their sets can slash, each operator's in a pool counted once."),
    ),
    redistribution: limited(
      poolRedistribution,
      'By pool, what sets can slash, and what of it those that redistribute can; by id. Pools in which nothing can be slashed are left out.',
    ),
    vaults: withArguments(
      { limit: limit(20), offset },
      list(vaultRules),
      'Who can do what to each vault (Symbiotic), by address.',
    ),
    quorums: withArguments(
      { limit: limit(20), offset },
      list(quorumRules),
      'Who can do what to the quorums of AVSs (eigenlayer-middleware), by coordinator.',
    ),
    registrarChanges: withArguments(
      { limit: limit(100), offset },
      list(registrarChange),
      'Registrars that AVSs replaced (AVSRegistrarSet), the latest first. A new registrar decides who may register, and whether an operator that was ejected may leave.',
    ),
    vetoCoverage: lazy(
      nullable(vetoCoverageAnswer),
      'How much of the slashable stake of vaults can be saved by a veto. Null where amounts cannot be added up.',
    ),
    upgrades: lazy(
      list(upgradeDispersion),
      'How alike the code of contracts of one kind is, by kind; only proxies and beacons, as reported by Upgraded and BeaconUpgraded.',
    ),
    changes: withArguments(
      { blocks: count('How many blocks, 1 or more.') },
      activity,
      'Governance changes in the last blocks up to and with the block of the answer.',
    ),
    slashings: withArguments(
      {
        within: count('How long before, in seconds of block time, 1 or more. Default: 7 days.', {
          otherwise: 604_800,
        }),
        limit: limit(100),
        offset,
      },
      list(slashing),
      'Slashings, the latest first, and the governance changes shortly before each.',
    ),
    sharedControllers: expensive(
      50,
      withArguments(
        { by: choice(avsPower, 'Which power.', 'SLASHER') },
        sharedControllersAnswer,
        'Who has one power over several AVSs.',
      ),
    ),
  },
)

/** Field `governance`. */
export const governanceMetric = stakeMetric({
  name: 'governance',
  readsLater: true,
  doc: `Who can change the rules under stake, how soon, and how often it happens. See \`controllers\` for the stake under each key.

The core contracts of EigenLayer have no veto. Slashers of AVSs have one where they are those of eigenlayer-middleware (\`quorums\`); of others
it is not known.

Where amounts cannot be added up, \`meta.nullReason\` says why they are missing; all else is answered.`,
  args: slashableArguments,
  answer,
  estimate: () => 20,
  select: (args) => ({ ...args, basis: 'SLASHABLE' }),
  load: (args, _, request) => loadRules(args, request),
  // Only amounts are missing.
  otherwise: async (args, _, request) =>
    governanceOf(await loadRules(args, request), null, request),
  compute: (_, measured, request, rules) => governanceOf(rules, measured, request),
})

/** What amounts do not matter for. */
async function loadRules(
  { block: given, scope }: ArgumentsOf<typeof slashableArguments>,
  { context, sources }: Request,
) {
  const block = await context.at(given)
  return {
    block,
    at: partOf(await sources.graphs.at(context, block), scope.protocol ?? null),
    notice: await loadSlasherNotice(context, block),
    pending: await loadSlasherChanges(context, block),
  }
}

/** @param measured null: no stake is measured */
function governanceOf(
  { block, at, notice: lastNotice, pending }: Awaited<ReturnType<typeof loadRules>>,
  measured: Measured | null,
  { context }: Request,
): ValuesOf<typeof answer.shape> {
  const { graph, deallocationDelay, withdrawalDelay } = at
  const toExit = blocksToExit(withdrawalDelay, deallocationDelay)
  const slashable = once(() => measured && slashableBy(measured))
  return {
    exit: {
      withdrawalDelay,
      deallocationDelay,
      blocksToExit: toExit,
      notice: lastNotice,
      exitGap: exitGap(toExit, lastNotice),
    },
    slasherChangeCount: pending.length,
    slasherChanges: (limit) =>
      pending.slice(0, limit).map(({ set, announcedAt, effectBlock, ...slashers }) => {
        const notice = effectBlock - announcedAt
        return {
          ...slashers,
          operatorSet: set,
          announcedAtBlock: announcedAt,
          effectBlock,
          notice,
          exitGap: exitGap(toExit, notice),
          exitGapNow: exitGap(toExit, effectBlock - block.number),
          ...(slashable()?.ofSet(set) ?? NO_STAKE),
        }
      }),
    stakeUnderChange: () => slashable()?.together(pending.map(({ set }) => set)) ?? null,
    redistribution: async (limit) => {
      const rules = await loadSetRules(context, block, graph)
      const redistributes = rules.map(({ recipient }) => recipient !== null)
      return redistributionByPool(graph, redistributes)
        .slice(0, limit)
        .map(({ pool, slashable, redistributing }) => ({
          pool: graph.pools[pool]!,
          slashable,
          redistributing,
          share: ratio(redistributing, slashable),
        }))
    },
    vaults: async ({ limit, offset }) => {
      return (await loadRulesOfVaults(context, block)).slice(offset, offset + limit)
    },
    quorums: async ({ limit, offset }) => {
      return (await loadRulesOfQuorums(context, block)).slice(offset, offset + limit)
    },
    registrarChanges: (page) => loadRegistrarChanges(context, block, page),
    vetoCoverage: async () => measured && vetoCoverageOf(context, block, measured),
    upgrades: async () =>
      upgrades(
        await loadVersions(context, block),
        measured ? stakeInPools(measured) : () => NO_STAKE,
      ),
    changes: async ({ blocks }) => {
      const fromBlock = Math.max(0, block.number - blocks + 1)
      const found = await loadChangeCounts(context, block, fromBlock - 1)
      const kinds = found.map(({ kind, count, first, lastBlock }) => {
        return { kind, count: count - first, firstSettings: first, lastBlock }
      })
      const count = kinds.reduce((sum, one) => sum + one.count, 0)
      return { fromBlock, toBlock: block.number, count, kinds }
    },
    slashings: async ({ within, ...page }) => {
      const found = await loadSlashingsAfterChanges(context, block, within, page)
      return found.map(({ id, set, own, ...rest }) => {
        return { ...rest, slashing: id, operatorSet: set, ownChanges: own }
      })
    },
    sharedControllers: ({ by }) => sharedControllers(context, block, by),
  }
}

const NO_STAKE: PoolStake = { stake: null, coverage: () => null, nullReason: null }

/** What sets can slash: one of them, and some together. */
function slashableBy({ at: { graph }, valuation, stake, covered }: Measured) {
  const matrix = stake('SET', 'BUCKET')
  const buckets = stakeOfBuckets(graph, valuation)
  const byOperator = once(() => stake('SET'))
  const columnOf = new Map(matrix.columns.map((id, set) => [id, set]))
  const together = (sets: readonly string[]) => {
    const columns = sets.flatMap((id) => columnOf.get(id) ?? [])
    return unionCoverage(matrix, buckets, columns).covered
  }
  const ofSet = (set: string): PoolStake => {
    const own = together([set])
    const column = columnOf.get(set)
    const holders = () => (column === undefined ? [] : entriesOf(byOperator(), column))
    return { stake: own, ...covered([own], holders) }
  }
  return { ofSet, together }
}

/** Delegated stake in pools; null: none of them is a pool that is measured. */
function stakeInPools({ at: { graph }, valuation, covered }: Measured) {
  const positions = new Map(graph.pools.map((id, pool) => [id, pool]))
  return (ids: readonly string[]): PoolStake => {
    const pools = new Set(ids.flatMap((id) => positions.get(id) ?? []))
    if (![...pools].some((pool) => valuation.isInScope(pool))) return NO_STAKE
    const holders = stakeByHolder(graph, valuation, (pool) => pools.has(pool))
    const stake = Value.sum(holders, valuation.none)
    return { stake, ...covered([stake], () => holders) }
  }
}
