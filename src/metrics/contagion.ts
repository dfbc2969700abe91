import type { Propagation } from '../risk/contagion/debt-rank'
import { impactOf } from '../risk/contagion/impact'
import { affectedServices, rankedImpacts, spread } from '../risk/contagion/spread'
import { holdersOf } from '../risk/graph/columns'
import { compare, ratio } from '../risk/math/ratio'
import { Value } from '../risk/value/value'
import { assumed, input, refined } from './define/argument'
import { address, checkCount, choice, MAX_LISTED, part, restricted } from './define/arguments'
import { coverageFields } from './define/coverage'
import { checkPairs } from './define/errors'
import { slashableArguments } from './define/measure'
import { byPosition, valuesBy } from './define/members'
import { member, nullReason, stakeBasis } from './define/meta'
import { stakeMetric, unanswered, without } from './define/metric'
import { expensive, field, object, paged } from './define/object'
import { once } from './define/once'
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
    nullable(decimal),
    'Its share of the stake of all AVSs, in [0, 1]. Stake that two AVSs count on is in both.',
  ),
  shock: field(decimal, 'Its distress at first, in [0, 1].'),
  distress: field(nullable(double), 'Its distress in the end, in [0, 1], at least `shock`.'),
  ...coverageFields,
  nullReason: field(
    nullable(nullReason),
    'Why there is no value: UNSTABLE; UNPRICED: nothing of its stake has a price, or distress may come by stake without one.',
  ),
})

const avsImpact = object('AvsImpact', 'What one AVS does to another.', {
  by: field(member, 'The AVS that slashes.'),
  on: field(member, 'The AVS that loses stake.'),
  part: field(nullable(decimal), 'Part of the stake of `on` that it loses, in (0, 1].'),
  ...coverageFields,
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
export const contagionMetric = stakeMetric({
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
      'Distress beyond the shock, weighted by stake: sum of weight * (distress - shock), in [0, 1]. Null as `distress`, and if it is 0 and not all stake has a price.',
    ),
    rounds: field(nullable(int), 'Rounds in which distress was passed on. Null as `index`.'),
    hasChannel: field(
      nullable(boolean),
      'Whether any AVS has an impact on another, of stake with a price or without. False: slashing by one takes nothing from others, and nothing spreads.',
    ),
    spectralRadius: field(
      nullable(spectralRadius),
      'Largest eigenvalue of the impacts. Below 1 distress dies out. Of the stake that has a price; null if it is 0 and not all has one.',
    ),
    impacts: expensive(
      50,
      paged(
        avsImpact,
        'Impacts above 0, the largest first, then by id; those without a price last.',
      ),
    ),
    impactCount: field(int, 'Number of impacts above 0.'),
  }),
  estimate: () => 150,
  select: (args) => args,
  compute({ fraction, propagation, shocked, basis }, measured) {
    const { meta, valuation, covered } = measured
    const { graph } = measured.at
    const { services } = graph
    const zero = ratio(0n)
    const shock = byPosition(services, shocked, 'shocked.avs', 'AVS').map((one) => one ?? zero)
    const impact = impactOf(graph, basis, valuation, fraction)
    const { stake, drops, none } = impact
    checkPairs(stake.filter(({ isZero }) => isZero !== true).length, 'Name a pool in the scope.')
    const total = Value.sum(stake, none)
    if (total.isZero) return unanswered(without(meta, 'ZERO_TOTAL'))
    const { isComplete, isUnknown } = total
    const found = isUnknown ? null : spread(impact, shock, propagation)
    const level = found?.level ?? null
    const reason = found && !level ? 'UNSTABLE' : isUnknown ? 'UNPRICED' : null
    const affected = affectedServices(stake, shock, level)
    const distressOf = (avs: number) => {
      if (compare(shock[avs]!, ratio(1n)) === 0n && reason !== 'UNSTABLE') return 1
      if (!level || stake[avs]!.isUnknown) return null
      return ifCertain(level[avs]!, isComplete)
    }
    const matrix = once(() => measured.stake('SERVICE'))
    // A share of all, and distress that may come from anywhere, rest on all.
    const whole = once(covered([], () => holdersOf(matrix(), services.keys())).coverage)
    const hasRadius = found !== null && (isComplete || found.radius.lower.num > 0n)
    return {
      avss: (from, to) =>
        affected.slice(from, to).map((avs) => {
          const distress = distressOf(avs)
          const isMissing = distress === null || stake[avs]!.isUnknown
          return {
            avs: services[avs]!,
            weight: stake[avs]!.share(total).value,
            shock: shock[avs]!,
            distress,
            coverage: whole,
            nullReason: reason ?? (isMissing ? 'UNPRICED' : null),
          }
        }),
      avsCount: affected.length,
      index: found && ifCertain(found.index, isComplete),
      rounds: found && ifCertain(found.rounds, isComplete),
      hasChannel: drops.some(({ size }) => size > 0),
      spectralRadius: hasRadius
        ? { atLeast: found.radius.lower, atMost: found.radius.upper }
        : null,
      impacts: (from, to) =>
        rankedImpacts(impact)
          .slice(from, to)
          .map(({ by, on, drop, part }) => ({
            by: services[by]!,
            on: services[on]!,
            part,
            ...covered([drop, stake[on]!], () => holdersOf(matrix(), [on])),
          })),
      impactCount: drops.reduce((count, { size }) => count + size, 0),
      meta: { ...meta, nullReason: meta.nullReason ?? reason },
    }
  },
})

/** What was computed of the priced part; null if it is 0, and not all has a price. */
function ifCertain(figure: number | null, isComplete: boolean): number | null {
  return figure === 0 && !isComplete ? null : figure
}
