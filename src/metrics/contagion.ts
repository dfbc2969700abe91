import type { ApiContext } from '../reads/context'
import { apiError } from '../reads/errors'
import { debtRank, type Propagation } from '../risk/contagion/debt-rank'
import { type ImpactRow, impactOf } from '../risk/contagion/impact'
import { type RadiusBounds, spectralRadius } from '../risk/contagion/spectral-radius'
import { doubleToDecimal, toDecimal } from '../risk/math/decimal'
import { compare, type Ratio, ratio } from '../risk/math/ratio'
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
    const { rows, stake } = impactOf(graph, basis, measured.valuation, fraction)
    checkSize(stake)
    const total = stake.reduce((sum, one) => sum + one, 0n)
    if (total === 0n) return noAnswer({ ...meta, nullReason: 'ZERO_TOTAL' })
    const radius = spectralRadius(rows)
    const first = shock.map(({ num, den }) => Number(num) / Number(den))
    const isStable = propagation === 'ONCE' || compare(radius.upper, ratio(1n)) < 0n
    const distress = isStable ? debtRank(rows, first, propagation) : null
    const level = distress?.level ?? null
    return {
      found: { services: graph.services, rows, stake, total, shock, level },
      index: level && indexOf(first, level, stake, total),
      rounds: distress?.rounds ?? null,
      hasChannel: rows.some(({ nums }) => nums.length > 0),
      spectralRadius: shownRadius(radius),
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

function indexOf(
  first: readonly number[],
  level: readonly number[],
  stake: readonly bigint[],
  total: bigint,
): string {
  const share = (one: bigint) => Number(one) / Number(total)
  const sum = level.reduce((all, one, avs) => all + share(stake[avs]!) * (one - first[avs]!), 0)
  return doubleToDecimal(sum)
}

const shownRadius = ({ lower, upper }: RadiusBounds) => ({
  atLeast: toDecimal(lower, 'DOWN'),
  atMost: toDecimal(upper, 'UP'),
})

/** AVSs that have stake or a shock. */
function affected({ services, stake, shock }: Found): number[] {
  return [...services.keys()].filter((avs) => stake[avs]! > 0n || shock[avs]!.num > 0n)
}

function avss({ found }: Answer, page: Page) {
  const [from, to] = range(page)
  if (found === null) return []
  const { services, stake, total, shock, level } = found
  // The sort is stable: of equal ones the first id comes first.
  const sorted = affected(found).sort((a, b) => (level ? level[b]! - level[a]! : 0))
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
  const all = rows.flatMap(({ den, columns, nums }, on) =>
    columns.map((by, at) => ({ by, on, value: ratio(nums[at]!, den) })),
  )
  return all
    .sort((a, b) => Number(compare(b.value, a.value)) || a.by - b.by || a.on - b.on)
    .slice(from, to)
    .map(({ by, on, value }) => ({
      by: member(services[by]!),
      on: member(services[on]!),
      part: toDecimal(value),
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
        avsCount: ({ found }: Answer) => (found ? affected(found).length : 0),
        impactCount: ({ found }: Answer) =>
          found?.rows.reduce((count, { nums }) => count + nums.length, 0) ?? 0,
      },
    },
  }
}
