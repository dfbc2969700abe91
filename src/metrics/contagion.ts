import type { Propagation } from '../risk/contagion/debt-rank'
import { impactOf } from '../risk/contagion/impact'
import { affectedServices, rankedImpacts, spread } from '../risk/contagion/spread'
import { ratio } from '../risk/math/ratio'
import { assumed, input, refined } from './define/argument'
import { address, checkCount, choice, MAX_LISTED, part, restricted } from './define/arguments'
import { checkPairs } from './define/errors'
import { isMeasured, measure, slashableArguments } from './define/measure'
import { byPosition, valuesBy } from './define/members'
import { member, nullReason, stakeBasis } from './define/meta'
import { metric, unanswered, without } from './define/metric'
import { expensive, field, object, paged } from './define/object'
import {
  boolean,
  decimal,
  double,
  enumeration,
  int,
  lowerBound,
  nullable,
  upperBound,
} from './define/type'

const shockedAvs = input('ShockedAvsInput', 'An AVS in distress.', {
  avs: address('Address of the AVS, in any case.'),
  distress: part(
    'Part of its stake that is lost, or not to be relied on, in [0, 1]; 1 is its end.',
    '1',
  ),
})

const shocks = valuesBy(
  shockedAvs(''),
  'avs',
  'distress',
  'AVSs in distress at first, 1 to 1000, each once.',
  'shock',
)

const propagationType = enumeration<Propagation>(
  'ContagionPropagation',
  'How distress is passed on.',
  {
    LINEAR:
      'All of it, round after round, as long as it grows: h(t+1) = min(1, h(t) + W (h(t) - h(t-1))). Bardoscia et al. 2015.',
    ONCE: 'By each AVS once, when it is first in distress; it keeps what it receives later. Battiston et al. 2012.',
  },
)

const avsDistress = object('AvsDistress', 'An AVS in the end.', {
  avs: field(member, 'The AVS.'),
  weight: field(
    decimal,
    'Its share of the stake of all AVSs, in [0, 1]. Stake that two AVSs count on is in both.',
  ),
  shock: field(decimal, 'Its distress at first, in [0, 1].'),
  distress: field(nullable(double), 'Its distress in the end, in [0, 1], at least `shock`.'),
  nullReason: field(nullable(nullReason), 'Why there is no value: UNSTABLE.'),
})

const avsImpact = object('AvsImpact', 'What one AVS does to another.', {
  by: field(member, 'The AVS that slashes.'),
  on: field(member, 'The AVS that loses stake.'),
  part: field(decimal, 'Part of the stake of `on` that it loses, in (0, 1].'),
})

const spectralRadius = object(
  'SpectralRadius',
  'Proven bounds, from the quotients of Collatz and Wielandt in exact arithmetic.',
  {
    atLeast: field(lowerBound, 'It is not below this.'),
    atMost: field(upperBound, 'It is not above this.'),
  },
)

/** Field `contagion`. */
export const contagionMetric = metric({
  name: 'contagion',
  doc: `How distress of some AVSs spreads to others, because stake is promised more than once: an index like DebtRank.

The impact of an AVS on another is the part of its stake which that one loses when the first slashes \`fraction\` of all that
it counts on, by the arithmetic of \`simulate\`. An AVS in distress d is assumed to pass on d times its impact. Where each
unit of stake can be slashed by one AVS only (EigenLayer, \`basis: SLASHABLE\`) there is no such channel: \`hasChannel\` is
false, and nothing spreads. With REGISTERED the answer is about claims: each AVS is assumed to slash what it counts as registered.

Distress is the limit of a process, computed in doubles: right to 12 digits. Impacts and bounds are exact.
Sources: Battiston et al. 2012; Bardoscia et al. 2015. Reading AVSs as banks is ours.`,
  args: {
    fraction: assumed(
      part(
        'Part of what it counts on that an AVS slashes when it is at its end, in [0, 1]: an assumption.',
      ),
    ),
    propagation: assumed(choice(propagationType, 'How distress is passed on.', 'LINEAR')),
    shocked: refined({ ...shocks, sdl: '[ShockedAvsInput!]!' }, (values, name) => {
      checkCount(`The length of ${name}`, values.size, MAX_LISTED)
      return values
    }),
    basis: restricted(
      choice(
        stakeBasis,
        'REGISTERED: what AVSs count on, though it may be promised to others as well. SLASHABLE: what they can slash.',
        'REGISTERED',
      ),
      ['REGISTERED', 'SLASHABLE'],
    ),
    ...slashableArguments,
  },
  answer: object('Contagion', 'Distress that spreads.', {
    avss: expensive(
      20,
      paged(avsDistress, 'AVSs with stake, or shocked: the greatest distress first, then by id.'),
    ),
    avsCount: field(int, 'Number of AVSs.'),
    index: field(
      nullable(double),
      'Distress beyond the shock, weighted by stake: sum of weight * (distress - shock), in [0, 1]. Null as `distress`.',
    ),
    rounds: field(nullable(int), 'Rounds in which distress was passed on. Null as `distress`.'),
    hasChannel: field(
      nullable(boolean),
      'Whether any AVS has an impact on another. False: slashing by one takes nothing from others, and nothing spreads.',
    ),
    spectralRadius: field(
      nullable(spectralRadius),
      'Largest eigenvalue of the impacts. Below 1 distress dies out.',
    ),
    impacts: expensive(50, paged(avsImpact, 'Impacts above 0, the largest first, then by id.')),
    impactCount: field(int, 'Number of impacts above 0.'),
  }),
  estimate: () => 150,
  async compute({ fraction, propagation, shocked, basis, ...selection }, request) {
    const measured = await measure(request, { ...selection, basis })
    const { meta } = measured
    if (!isMeasured(measured)) return unanswered(meta)
    const { graph } = measured.at
    const { services } = graph
    const zero = ratio(0n)
    const shock = byPosition(services, shocked, 'shocked.avs', 'AVS').map((one) => one ?? zero)
    const impact = impactOf(graph, basis, measured.valuation, fraction)
    const { rows, stake } = impact
    checkPairs(stake.filter((one) => one > 0n).length, 'Name a pool in the scope.')
    const total = stake.reduce((sum, one) => sum + one, 0n)
    if (total === 0n) return unanswered(without(meta, 'ZERO_TOTAL'))
    const { radius, level, rounds, index } = spread(impact, shock, propagation)
    const reason = level ? null : 'UNSTABLE'
    const affected = affectedServices(stake, shock, level)
    return {
      avss: (from, to) =>
        affected.slice(from, to).map((avs) => ({
          avs: services[avs]!,
          weight: { num: stake[avs]!, den: total },
          shock: shock[avs]!,
          distress: level && level[avs]!,
          nullReason: reason,
        })),
      avsCount: affected.length,
      index,
      rounds,
      hasChannel: rows.some(({ nums }) => nums.length > 0),
      spectralRadius: { atLeast: radius.lower, atMost: radius.upper },
      impacts: (from, to) =>
        rankedImpacts(rows)
          .slice(from, to)
          .map(({ by, on, part }) => ({ by: services[by]!, on: services[on]!, part })),
      impactCount: rows.reduce((count, { nums }) => count + nums.length, 0),
      meta: { ...meta, nullReason: reason },
    }
  },
})
