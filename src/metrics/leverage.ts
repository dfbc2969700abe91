import { stakeOfBuckets } from '../risk/graph/bucket-stake'
import { entriesOf, holdersOf } from '../risk/graph/columns'
import { stakeMatrix } from '../risk/graph/exposure'
import { capitalAtRisk } from '../risk/leverage/capital-at-risk'
import { exclusiveShares, unionCoverage } from '../risk/leverage/coverage'
import { directoryStakes } from '../risk/leverage/directory'
import { leverage } from '../risk/leverage/leverage'
import { nominalToSlashable, phantomShares } from '../risk/leverage/phantom'
import { rehypothecation } from '../risk/leverage/rehypothecation'
import { largestFirst } from '../risk/math/ratio'
import { Value } from '../risk/value/value'
import { coverageFields, stakeAmount } from './define/coverage'
import { basisArgument, slashableArguments, wholeCoverage } from './define/measure'
import { addresses, positionOf } from './define/members'
import { member } from './define/meta'
import { stakeMetric } from './define/metric'
import { expensive, field, limited, object, withArguments } from './define/object'
import { decimal, list, nullable } from './define/type'
import { includeQueued, stakeAtRisk } from './parts/loss-stake'

const FROM_DIRECTORY =
  'The part of it that counts by registrations in the AVSDirectory alone: they accept every pool, no operator set accepts it, and it cannot be slashed.'

const leverageAvs = object('LeverageAvs', 'What an AVS advertises and what it can slash.', {
  avs: field(member, 'AVS.'),
  registered: field(stakeAmount, 'Registered stake.'),
  fromDirectory: field(stakeAmount, FROM_DIRECTORY),
  slashable: field(stakeAmount, 'Slashable stake of its members.'),
  departed: field(stakeAmount, 'Stake of operators that left it and can still be slashed.'),
  phantomShare: field(
    nullable(decimal),
    'Phantom share: 1 - slashable / registered, in [0, 1]. Null without registered stake.',
  ),
  exclusiveShare: field(
    nullable(decimal),
    'Part of its registered stake that is of operators which serve no other AVS, in [0, 1].',
  ),
  ...coverageFields,
})

const leverageOperator = object('LeverageOperator', "How often an operator's stake is promised.", {
  operator: field(member, 'Operator.'),
  registeredMultiplier: field(nullable(decimal), 'Registered stake of all AVSs by its stake.'),
  slashableLeverage: field(
    nullable(decimal),
    'Slashable stake of all sets by its stake, in [0, 1] on EigenLayer.',
  ),
  ...coverageFields,
})

const leverageCoverage = object(
  'LeverageCoverage',
  'How much of the stake that AVSs count on exists, each unit counted once.',
  {
    covered: field(
      stakeAmount,
      'Stake that exists: per operator and pool what is promised, limited to the stake.',
    ),
    promised: field(stakeAmount, 'Sum of what each AVS counts on.'),
    share: field(
      nullable(decimal),
      'covered / promised, in (0, 1]; its inverse is how often a unit of stake is promised among them.',
    ),
    ...coverageFields,
  },
)

const answer = object(
  'Leverage',
  'How often stake is promised. Amounts are in the unit of the stake: base units of the pool, or the numeraire.',
  {
    stake: field(stakeAmount, 'Stake of operators that serve at least one AVS.'),
    registered: field(
      stakeAmount,
      'Registered stake of all AVSs: stake counts once for every AVS that counts it.',
    ),
    fromDirectory: field(stakeAmount, FROM_DIRECTORY),
    registeredMultiplier: field(
      nullable(decimal),
      'Registered rehypothecation multiplier: registered / stake, in [0, number of AVSs].',
    ),
    slashable: field(
      stakeAmount,
      'Slashable stake of all sets together, that of operators that left them, too.',
    ),
    slashableLeverage: field(
      nullable(decimal),
      'Slashable leverage (restaking degree): slashable / stake of all operators, in [0, 1] on EigenLayer. Source: Bar-Zur and Eyal 2025.',
    ),
    capitalAtRisk: field(
      stakeAmount,
      'Unique capital at risk: per operator and pool the smaller of stake and slashable stake, with stake in the withdrawal queue that can still be slashed (`includeQueued`). Null if the withdrawal delay is unknown.',
    ),
    nominalToSlashable: field(
      nullable(decimal),
      '`registered` / `slashable`: units advertised for each that can be slashed. On EigenLayer it is below 1 only if much of what can be slashed is of operators that left.',
    ),
    avss: field(list(leverageAvs), 'AVS by AVS, by id.'),
    operators: limited(
      leverageOperator,
      'Operator by operator, the highest registered multiplier first, then by id.',
    ),
    coverage: expensive(
      50,
      withArguments(
        {
          avss: addresses('Addresses of AVSs.'),
          basis: basisArgument('REGISTERED', 'Which stake counts.'),
        },
        nullable(leverageCoverage),
        'Stake behind some AVSs together, and the sum of what each counts on.',
      ),
    ),
  },
)

/** Field `leverage`. */
export const leverageMetric = stakeMetric({
  name: 'leverage',
  doc: `How often the same stake is promised (rehypothecation), and how much of what is advertised can be slashed.

Registered stake counts claims: the same stake for every AVS that its operator serves. Slashable stake is capacity to
lose: on EigenLayer the parts of all sets never exceed the whole.`,
  args: { includeQueued, ...slashableArguments },
  answer,
  estimate: () => 150,
  select: (args) => ({ ...args, basis: 'SLASHABLE' }),
  readsLater: true,
  async compute({ includeQueued }, measured, request) {
    const { at, valuation, meta, covered } = measured
    const { graph } = at
    const atRisk = await stakeAtRisk(request, measured, includeQueued)
    const claims = rehypothecation(graph, valuation, 'REGISTERED')
    const capacity = leverage(graph, 'SLASHABLE', valuation)
    const advertised = phantomShares(graph, valuation)
    const registrations = stakeMatrix(graph, 'REGISTERED', valuation)
    const exclusive = exclusiveShares(registrations)
    const fromDirectory = directoryStakes(graph, valuation)
    return {
      meta: { ...meta, basis: null, coverage: wholeCoverage(atRisk ?? graph, valuation) },
      stake: claims.stake,
      registered: claims.promised,
      fromDirectory: Value.sum(fromDirectory, valuation.none),
      registeredMultiplier: claims.multiplier.value,
      slashable: capacity.total.slashable,
      slashableLeverage: capacity.total.value.value,
      capitalAtRisk: atRisk && capitalAtRisk(atRisk, valuation),
      nominalToSlashable: nominalToSlashable(advertised).value,
      avss: advertised.map(({ registered, slashable, departed, phantom }, avs) => ({
        avs: graph.services[avs]!,
        registered,
        fromDirectory: fromDirectory[avs]!,
        slashable,
        departed,
        phantomShare: phantom.value,
        exclusiveShare: exclusive[avs]!.value,
        ...covered([registered, fromDirectory[avs]!, slashable, departed], () => [
          ...entriesOf(registrations, avs),
          departed,
        ]),
        ...(exclusive[avs]!.nullReason === 'UNPRICED' && { nullReason: 'UNPRICED' as const }),
      })),
      operators: (limit) =>
        graph.operators
          .map((operator, position) => {
            const { promised, stake, multiplier } = claims.ofOperator(position)
            const { slashable, stake: own, value } = capacity.ofOperator(position)
            return {
              operator,
              registeredMultiplier: multiplier.value,
              slashableLeverage: value.value,
              ...covered([promised, stake, slashable, own], () => [stake]),
            }
          })
          .sort((a, b) => largestFirst(a.registeredMultiplier, b.registeredMultiplier))
          .slice(0, limit),
      coverage: ({ avss, basis }) => {
        const columns = avss.map((avs) => positionOf(graph.services, avs, 'avss', 'AVS'))
        const buckets = stakeMatrix(graph, basis, valuation, 'SERVICE', 'BUCKET')
        const stake = stakeOfBuckets(graph, valuation)
        const union = unionCoverage(buckets, stake, columns)
        const operators = stakeMatrix(graph, basis, valuation)
        return {
          covered: union.covered,
          promised: union.promised,
          share: union.share.value,
          ...covered([union.covered, union.promised], () => holdersOf(operators, columns)),
        }
      },
    }
  },
})
