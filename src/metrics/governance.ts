import { loadChangeCounts, loadSlashingsAfterChanges } from '../reads/governance/changes'
import { loadVersions } from '../reads/governance/implementations'
import { loadSetRules } from '../reads/governance/set-rules'
import { loadSlasherChanges, loadSlasherNotice } from '../reads/governance/slasher-changes'
import { blocksToExit, exitGap } from '../risk/base-layer/exit-gap'
import { stakeInPools, stakeOfBuckets } from '../risk/graph/bucket-stake'
import { stakeMatrix } from '../risk/graph/exposure'
import type { StakeGraph } from '../risk/graph/graph'
import { unionCoverage } from '../risk/leverage/coverage'
import { redistributionByPool } from '../risk/leverage/redistribution'
import { type Ratio, ratio } from '../risk/math/ratio'
import type { Valuation } from '../risk/value/valuation'
import { choice, count, limit, offset } from './define/arguments'
import { isMeasured, measure, slashableArguments } from './define/measure'
import { member } from './define/meta'
import { metric } from './define/metric'
import { expensive, field, lazy, limited, object, withArguments } from './define/object'
import { bigInt, decimal, int, list, nullable, string, uint32 } from './define/type'
import { avsPower, sharedControllers, sharedControllersAnswer } from './parts/shared-controllers'
import { upgradeDispersion, upgrades } from './parts/upgrades'

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
  stake: field(nullable(decimal), 'Stake that the set can slash.'),
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
      lazy(
        nullable(decimal),
        "Stake that their sets can slash, each operator's in a pool counted once.",
      ),
    ),
    redistribution: limited(
      poolRedistribution,
      'By pool, what sets can slash, and what of it those that redistribute can; by id. Pools in which nothing can be slashed are left out.',
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
export const governanceMetric = metric({
  name: 'governance',
  readsLater: true,
  doc: `Who can change the rules under stake, how soon, and how often it happens. See \`controllers\` for the stake under each key.

Vetoes of slashings are not served: the core contracts of EigenLayer have none, and slashers that AVSs made, which may have some, are
not followed. Where amounts cannot be added up, \`meta.nullReason\` says why they are missing; all else is answered.`,
  args: slashableArguments,
  answer,
  estimate: () => 20,
  async compute(args, request) {
    const { context, sources } = request
    const measured = await measure(request, { ...args, basis: 'SLASHABLE' })
    const block = await context.at(args.block)
    const { graph, deallocationDelay, withdrawalDelay } = await sources.graphs.at(context, block)
    const valuation = isMeasured(measured) ? measured.valuation : null
    const toExit = blocksToExit(withdrawalDelay, deallocationDelay)
    const lastNotice = await loadSlasherNotice(context, block)
    const pending = await loadSlasherChanges(context, block)
    return {
      meta: measured.meta,
      exit: {
        withdrawalDelay,
        deallocationDelay,
        blocksToExit: toExit,
        notice: lastNotice,
        exitGap: exitGap(toExit, lastNotice),
      },
      slasherChangeCount: pending.length,
      slasherChanges: (limit) => {
        const stakeOf = slashableBy(graph, valuation)
        return pending.slice(0, limit).map(({ set, announcedAt, effectBlock, ...slashers }) => {
          const notice = effectBlock - announcedAt
          return {
            ...slashers,
            operatorSet: set,
            announcedAtBlock: announcedAt,
            effectBlock,
            notice,
            exitGap: exitGap(toExit, notice),
            exitGapNow: exitGap(toExit, effectBlock - block.number),
            stake: stakeOf([set]),
          }
        })
      },
      stakeUnderChange: () => slashableBy(graph, valuation)(pending.map(({ set }) => set)),
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
      upgrades: async () =>
        upgrades(await loadVersions(context, block), (pools) => {
          const stake = valuation && stakeInPools(graph, valuation, pools)
          return stake === null ? null : { num: stake, den: valuation!.unit }
        }),
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
  },
})

/** What some sets together can slash; null if it cannot be added up. */
function slashableBy(
  graph: StakeGraph,
  valuation: Valuation | null,
): (sets: readonly string[]) => Ratio | null {
  if (valuation === null) return () => null
  const matrix = stakeMatrix(graph, 'SLASHABLE', valuation, 'SET', 'BUCKET')
  const stake = stakeOfBuckets(graph, valuation)
  const columnOf = new Map(matrix.columns.map((id, set) => [id, set]))
  return (sets) => {
    const columns = sets.flatMap((id) => columnOf.get(id) ?? [])
    return unionCoverage(matrix, stake, columns).covered.lowerBound()
  }
}
