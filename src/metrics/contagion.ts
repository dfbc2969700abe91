import type { ApiContext } from '../reads/context'
import { apiError } from '../reads/errors'
import type { Propagation } from '../risk/contagion/debt-rank'
import { type ImpactRow, impactOf } from '../risk/contagion/impact'
import type { RadiusBounds } from '../risk/contagion/spectral-radius'
import { affectedServices, rankedImpacts, spread } from '../risk/contagion/spread'
import { doubleToDecimal, toDecimal } from '../risk/math/decimal'
import { type Ratio, ratio } from '../risk/math/ratio'
import { contagionTypeDefs } from './contagion-types'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import {
  address,
  bad,
  checkCount,
  MAX_LISTED,
  type Page,
  place,
  range,
  readPart,
} from './legacy/arguments'
import { type MatrixArguments, measure } from './legacy/matrix'
import { type Meta, member } from './legacy/meta'

/** Most AVSs with stake among which contagion is computed: all pairs of them. */
const MAX_AVSS = 1_000

interface Arguments extends MatrixArguments {
  shocked: readonly { avs: string; distress: string }[]
  fraction: string
  propagation: Propagation
}

interface Found {
  readonly services: readonly string[]
  readonly rows: readonly ImpactRow[]
  readonly stake: readonly bigint[]
  readonly total: bigint
  /** By service. */
  readonly shock: readonly Ratio[]
  /** Null: it has no end. */
  readonly level: readonly number[] | null
}

interface Answer {
  found: Found | null
  index: string | null
  rounds: number | null
  hasChannel: boolean | null
  spectralRadius: { atLeast: string; atMost: string } | null
  meta: Meta
}

function contagion(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext): Promise<Answer> => {
    const { basis, propagation } = args
    if (basis !== 'REGISTERED' && basis !== 'SLASHABLE') {
      throw bad('basis', basis, 'Ask for REGISTERED or SLASHABLE.')
    }
    const fraction = readPart('fraction', args.fraction)
    const shocks = readShocked(args.shocked)
    const measured = await measure(sources, args, context, true)
    const meta = { ...measured.meta, assumptions: echo(args) }
    if (!('matrix' in measured)) return noAnswer(meta)
    const { graph } = measured.at
    const shock = graph.services.map(() => ratio(0n))
    for (const [avs, distress] of shocks) {
      const service = place(graph.services, avs)!
      if (service < 0) return noAnswer({ ...meta, nullReason: 'UNKNOWN_SCOPE' })
      shock[service] = distress
    }
    const impact = impactOf(graph, basis, measured.valuation, fraction)
    const { rows, stake } = impact
    checkSize(stake)
    const total = stake.reduce((sum, one) => sum + one, 0n)
    if (total === 0n) return noAnswer({ ...meta, nullReason: 'ZERO_TOTAL' })
    const { radius, level, rounds, index } = spread(impact, shock, propagation)
    return {
      found: { services: graph.services, rows, stake, total, shock, level },
      index: index === null ? null : doubleToDecimal(index),
      rounds,
      hasChannel: rows.some(({ nums }) => nums.length > 0),
      spectralRadius: serializeRadius(radius),
      meta: { ...meta, nullReason: level ? null : 'UNSTABLE' },
    }
  }
}

function readShocked(shocked: Arguments['shocked']): Map<string, Ratio> {
  if (shocked.length === 0) throw bad('shocked', shocked, 'Name one AVS or more.')
  checkCount('shocked', shocked.length, MAX_LISTED)
  const found = new Map<string, Ratio>()
  for (const { avs, distress } of shocked) {
    const key = address('shocked.avs', avs)
    if (found.has(key)) throw bad('shocked.avs', avs, 'It is twice.')
    found.set(key, readPart('shocked.distress', distress))
  }
  return found
}

function echo({ shocked, fraction, propagation }: Arguments): Meta['assumptions'] {
  return [
    { name: 'fraction', value: fraction },
    { name: 'propagation', value: propagation },
    ...shocked.map(({ avs, distress }) => ({
      name: `shock of ${avs.toLowerCase()}`,
      value: distress,
    })),
  ]
}

function noAnswer(meta: Meta): Answer {
  return { found: null, index: null, rounds: null, hasChannel: null, spectralRadius: null, meta }
}

function checkSize(stake: readonly bigint[]): void {
  const asked = stake.filter((one) => one > 0n).length
  if (asked <= MAX_AVSS) return
  throw apiError('LIMIT_EXCEEDED', `There are pairs of ${asked} AVSs.`, {
    limit: MAX_AVSS,
    asked,
    hint: 'Name a pool in the scope.',
  })
}

const serializeRadius = ({ lower, upper }: RadiusBounds) => ({
  atLeast: toDecimal(lower, 'DOWN'),
  atMost: toDecimal(upper, 'UP'),
})

function avss({ found }: Answer, page: Page) {
  const [from, to] = range(page)
  if (found === null) return []
  const { services, stake, total, shock, level } = found
  const sorted = affectedServices(stake, shock, level)
  return sorted.slice(from, to).map((avs) => ({
    avs: member(services[avs]!),
    weight: toDecimal(ratio(stake[avs]!, total)),
    shock: toDecimal(shock[avs]!),
    distress: level && doubleToDecimal(level[avs]!),
    nullReason: level ? null : 'UNSTABLE',
  }))
}

function impacts({ found }: Answer, page: Page) {
  const [from, to] = range(page)
  if (found === null) return []
  const { services, rows } = found
  return rankedImpacts(rows)
    .slice(from, to)
    .map(({ by, on, part }) => ({
      by: member(services[by]!),
      on: member(services[on]!),
      part: toDecimal(part),
    }))
}

/** Field `contagion`. */
export function contagionSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs: contagionTypeDefs,
    resolvers: {
      Query: { contagion: contagion(sources) },
      Contagion: {
        avss,
        impacts,
        avsCount: ({ found }: Answer) =>
          found ? affectedServices(found.stake, found.shock, null).length : 0,
        impactCount: ({ found }: Answer) =>
          found?.rows.reduce((count, { nums }) => count + nums.length, 0) ?? 0,
      },
    },
  }
}
