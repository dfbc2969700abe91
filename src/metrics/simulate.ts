import type { BlockPoint } from '../reads/context'
import { graphAtTime, loadCaptured } from '../reads/graph/vaults/at-time'
import { cascade } from '../risk/contagion/cascade'
import { describeEvent } from '../risk/contagion/describe-event'
import {
  bucketChanges,
  capitalLoss,
  serviceChanges,
  serviceChangesByPool,
} from '../risk/contagion/outcome'
import { positionLoss } from '../risk/contagion/position-loss'
import type { Capture } from '../risk/contagion/vault-loss'
import { entriesOf } from '../risk/graph/columns'
import { withQueue } from '../risk/graph/with-queue'
import { type ArgumentsOf, assumed, input, optional, refined } from './define/argument'
import { threshold, unixTime } from './define/arguments'
import { coverageFields, stakeAmount, stakeLeft, stakeLost } from './define/coverage'
import { invalidArgument } from './define/errors'
import { basisArgument, wholeCoverage } from './define/measure'
import { avsValues, byPosition } from './define/members'
import { member } from './define/meta'
import { matrixMetric, unanswered, without } from './define/metric'
import { field, object } from './define/object'
import { once } from './define/once'
import { withRates } from './define/pricing'
import { bigInt, boolean, int, list, nullable, string } from './define/type'
import { lossStakeArguments, simulatedStake } from './parts/loss-stake'
import { isDepeg, labelsOfShocks, shocksArgument, shocksIn, vaultCaptures } from './parts/shocks'

const rulesMembers = {
  minimum: avsValues(
    'AVSs that fail if less stake than this is left, in the unit of the stake.',
    'minimum',
  ),
  minimumShare: assumed(
    optional(
      threshold(
        'Part of its stake that every AVS must keep: below it the AVS fails; in (0, 1]. AVSs in `minimum` have that instead.',
      ),
    ),
  ),
  ejection: assumed(
    optional(
      threshold('Part of its stake whose loss makes an operator leave all its sets, in (0, 1].'),
    ),
  ),
}

const rulesInput = input(
  'SimulationRules',
  'Rules of a cascade. They are repeated in `meta.assumptions`.',
  rulesMembers,
)

/** No rule. */
const NO_RULES: ArgumentsOf<typeof rulesMembers> = {
  minimum: new Map(),
  minimumShare: null,
  ejection: null,
}

const args = {
  shocks: shocksArgument,
  rules: optional(rulesInput('What follows from it.')),
  time: optional(
    unixTime(
      'When it happens, in unix seconds: epochs of vaults turn until then. Default: the time of the block; not before it.',
    ),
  ),
  ...lossStakeArguments,
  basis: refined(basisArgument('SLASHABLE'), (basis, name) => {
    if (basis !== 'DELEGATED') return basis
    throw invalidArgument(name, basis, 'AVSs count REGISTERED or slashable stake.')
  }),
}

function needsAmounts({
  shocks,
  rules,
}: Pick<ArgumentsOf<typeof args>, 'shocks' | 'rules'>): boolean {
  const { minimum, minimumShare, ejection } = rules ?? NO_RULES
  const hasRules = minimum.size > 0 || minimumShare !== null || ejection !== null
  return hasRules || shocks.some(isDepeg)
}

const simulatedOperator = object('SimulatedOperator', "An operator's shares in a pool.", {
  operator: field(nullable(member), 'Operator; null for a pool that all operators share.'),
  pool: field(member, 'Pool.'),
  sharesBefore: field(bigInt, 'Shares before, in base units of the pool.'),
  sharesAfter: field(bigInt, 'Shares after.'),
  queuedLoss: field(
    bigInt,
    'Shares slashed in the withdrawal queue, which are not in `sharesBefore`; 0 without `includeQueued`.',
  ),
  maxMagnitudeBefore: field(bigInt, 'Max magnitude before, of 1e18.'),
  maxMagnitudeAfter: field(bigInt, 'Max magnitude after.'),
})

const simulatedAvs = object('SimulatedAvs', 'Stake behind an AVS on the basis.', {
  avs: field(member, 'AVS.'),
  pool: field(nullable(member), 'Pool whose shares are given; null: all, in the numeraire.'),
  before: field(stakeAmount, 'Stake before.'),
  after: field(stakeLeft, 'Stake after, rounded down.'),
  failedRound: field(
    nullable(int),
    'Round in which it failed; null: it did not, or stake without a price decides (`hasFailed`).',
  ),
  hasFailed: field(
    nullable(boolean),
    'Whether it failed; null: stake without a price decides. False without a rule for it.',
  ),
  ...coverageFields,
})

const simulatedLoss = object('SimulatedLoss', 'Stake lost in a pool.', {
  pool: field(member, 'Pool.'),
  shares: field(bigInt, 'Shares that are slashed or lost, with those in the withdrawal queue.'),
  queuedShares: field(bigInt, 'Of them in the withdrawal queue; 0 without `includeQueued`.'),
})

const positionPool = object('PositionPoolLoss', 'What the stakers lose in a pool.', {
  pool: field(member, 'Pool.'),
  shares: field(bigInt, 'Shares that they lose, with queued ones, rounded up for each operator.'),
  queuedShares: field(bigInt, 'Of them in the withdrawal queue.'),
})

const positionAvs = object('PositionAvsLoss', 'What slashings of an AVS take of the stakers.', {
  avs: field(member, 'AVS.'),
  loss: field(stakeLost, 'In the unit of the stake, rounded up.'),
  ...coverageFields,
})

const positionLossType = object(
  'PositionLoss',
  'What some stakers lose: their part of what operators lose.',
  {
    value: field(stakeLost, 'In the unit of the stake, as `capitalLossValue`.'),
    pools: field(list(positionPool), 'The same by pool, in its base units, by id.'),
    avss: field(
      list(positionAvs),
      'What of it AVSs slash, by id; empty without prices where stake lies in several pools.',
    ),
    ...coverageFields,
  },
)

const simulatedSlashing = object('SimulatedVaultSlashing', 'A slashing of a vault.', {
  operator: field(member, 'Who is slashed.'),
  operatorSet: field(member, 'Subnetwork that slashes.'),
  pool: field(member, 'Vault.'),
  requested: field(bigInt, 'What is asked for, in base units.'),
  accounted: field(bigInt, 'What is slashed of the stake of the operator: at most what can be.'),
  realized: field(bigInt, 'What the vault loses, withdrawals included: at most what it has.'),
  shortfall: field(
    bigInt,
    'Accounted minus realized: above 0 if the same stake was slashed before, by others.',
  ),
})

const simulationRound = object('SimulationRound', 'What happened in a round.', {
  round: field(int, 'Number, from 0.'),
  causes: field(list(string), 'What happened and why, a sentence each.'),
})

/** @throws ApiError BAD_USER_INPUT if it is before the time of the block */
function timeOf(given: number | null, { timestamp, timestampAtLeast }: BlockPoint): bigint | null {
  if (given === null) return null
  const earliest = timestamp ?? timestampAtLeast ?? 0
  if (given >= earliest) return BigInt(given)
  throw invalidArgument(
    'time',
    given,
    `The time of the block is ${earliest}: name a later block, or no time.`,
  )
}

/** Field `simulate`. */
export const simulateMetric = matrixMetric({
  name: 'simulate',
  doc: `What would follow from shocks at a block. Nothing is changed.

A slashing takes its part of what is in the withdrawal queue and can still be slashed, too (\`includeQueued\`); other shocks do
not. The mechanical part (magnitudes, shares) is the arithmetic of the contracts, to the wei: a slashing of the past, simulated at
the block before it, gives the state after it. Rules are assumptions, off unless given; they only remove stake, so the
outcome does not depend on their order. Slashings of vaults (Symbiotic) are the contracts' too: all operators and subnetworks of the
vault count on what is left (\`slashVault\`, \`vaultSlashings\`). Every round says what happened and why.`,
  args,
  needsAmounts,
  answer: object('Simulation', 'What would follow from shocks.', {
    operators: field(
      list(simulatedOperator),
      'Operators and pools whose shares change, by operator and pool.',
    ),
    avss: field(
      list(simulatedAvs),
      'AVSs whose stake changes, or that fail. Without prices one row per pool.',
    ),
    capitalLoss: field(list(simulatedLoss), 'Stake that is slashed or lost, pool by pool.'),
    capitalLossValue: field(
      stakeLost,
      'The sum of it, with prices or in one pool, rounded up; otherwise null. Where some of it has no price, it is at least this, rounded down; where nothing has, `meta.nullReason` is UNPRICED.',
    ),
    position: field(
      nullable(positionLossType),
      'What the stakers lose that `stakers` or `group` name; null: none are named.',
    ),
    vaultSlashings: field(list(simulatedSlashing), 'Slashings of vaults, in their order.'),
    undecided: field(
      list(member),
      'Operators that leave or do not, as stake without a price decides: they are taken as still there, but not in `after`.',
    ),
    rounds: field(
      list(simulationRound),
      'Round 0 has the shocks; each later round what follows from the one before, until nothing does.',
    ),
  }),
  estimate: () => 150,
  async load(args, measured, request) {
    const { block } = measured
    const time = timeOf(args.time, block)
    const at = time === null ? measured.at : graphAtTime(measured.at, time)
    const captures: (Capture | null)[] = []
    for (const asked of vaultCaptures(args.shocks, at.graph)) {
      const captured =
        asked && (await loadCaptured(request.context, block.number, at.vaults!, asked, time))
      if (asked && captured === null) {
        return { stake: 'CONSTANT_UNKNOWN' as const, infos: at.pools, captures: [] }
      }
      captures.push(captured)
    }
    return {
      captures,
      stake: await simulatedStake(request, { ...measured, at }, args),
      // Tokens that only a poll told are in the rates.
      infos: args.shocks.some(isDepeg)
        ? await withRates(request.context, block.number, at)
        : at.pools,
    }
  },
  compute(args, measured, { sources }, { stake, infos, captures }) {
    const { block, valuation, meta, covered } = measured
    const { shocks, basis } = args
    const { minimum, minimumShare, ejection } = args.rules ?? NO_RULES
    if (typeof stake === 'string') return unanswered(without(meta, stake))
    const { graph, part, assumptions } = stake
    const { queued } = graph.buckets
    const labels = sources.labels(block.chainId)
    const first = shocksIn(shocks, captures, graph, infos, labels)
    const minima = byPosition(graph.services, minimum, 'rules.minimum.avs', 'AVS')
    const outcome = cascade(graph, basis, valuation, first, {
      minimum: minima,
      minimumShare,
      ejection,
    })
    const { simulation, rounds, undecided } = outcome
    const hasValue = graph.pools.length === 0 || graph.pools.some((_, at) => valuation.isPriced(at))
    const matrix = once(() => measured.stake('SERVICE'))
    const changes = hasValue ? serviceChanges(outcome) : serviceChangesByPool(simulation, basis)
    const loss = capitalLoss(outcome)
    const position = part && positionLoss(simulation, part, outcome.valuation)
    const poolAt = (pool: number) => graph.pools[pool]!
    return {
      operators: bucketChanges(simulation).map(
        ({ operator, pool, before, after, ...magnitudes }) => ({
          ...magnitudes,
          operator: operator === null ? null : graph.operators[operator]!,
          pool: poolAt(pool),
          sharesBefore: before,
          sharesAfter: after,
        }),
      ),
      avss: changes.map(({ service, pool, before, after, failedIn }) => ({
        avs: graph.services[service]!,
        pool: pool === null ? null : poolAt(pool),
        before,
        after,
        failedRound: failedIn,
        hasFailed: undecided.services.includes(service) ? null : failedIn !== null,
        ...covered([before, after], () => {
          return pool === null ? [...entriesOf(matrix(), service), before, after] : [before, after]
        }),
      })),
      capitalLoss: loss.byPool.map(({ pool, amount, queued }) => ({
        pool: poolAt(pool),
        shares: amount,
        queuedShares: queued,
      })),
      capitalLossValue: hasValue ? loss.value : null,
      position: position && {
        value: hasValue ? position.value : null,
        pools: position.byPool.map(({ pool, delegated, queued }) => ({
          pool: poolAt(pool),
          shares: delegated + queued,
          queuedShares: queued,
        })),
        avss: hasValue
          ? position.byService.map(({ service, loss }) => ({
              avs: graph.services[service]!,
              loss,
              ...covered([loss]),
            }))
          : [],
        ...covered([position.value]),
      },
      vaultSlashings: simulation.vaultSlashes.map(({ line, bucket, ...amounts }) => ({
        operator: graph.operators[graph.commitments.operator[line]!]!,
        operatorSet: graph.sets[graph.commitments.set[line]!]!.id,
        pool: poolAt(graph.buckets.pool[bucket]!),
        requested: amounts.requested,
        accounted: amounts.accounted,
        realized: amounts.realized,
        shortfall: amounts.accounted - amounts.realized,
      })),
      undecided: undecided.operators.map((operator) => graph.operators[operator]!),
      meta: {
        ...meta,
        assumptions: [...meta.assumptions, ...assumptions, ...labelsOfShocks(shocks, labels)],
        coverage: wholeCoverage(queued ? withQueue(graph, queued) : graph, valuation),
        nullReason: loss.value.isUnknown && args.pricing ? 'UNPRICED' : meta.nullReason,
      },
      rounds: rounds.map((events, round) => ({
        round,
        causes: events.map((event) => describeEvent(graph, event)),
      })),
    }
  },
})
