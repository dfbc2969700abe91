import type { ApiContext } from '../reads/context'
import { apiError } from '../reads/errors'
import { connectedComponents } from '../risk/communities/components'
import { projection } from '../risk/communities/projection'
import { bucketStake } from '../risk/graph/bucket-stake'
import { columnTotals } from '../risk/graph/columns'
import { unionCoverage } from '../risk/leverage/coverage'
import { toDecimal } from '../risk/math/decimal'
import { parseRatio } from '../risk/math/parse-ratio'
import type { Ratio } from '../risk/math/ratio'
import { overlapMatrix } from '../risk/overlap/overlap'
import { forcedLinks, sharedStake } from '../risk/overlap/shared-stake'
import { bad, checkCount, MAX_LISTED } from './define/arguments'
import { type MatrixArguments, type Measured, matrixArguments, measure } from './define/matrix'
import { type Meta, member } from './define/meta'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { findCommunities } from './parts/louvain'

/** Most AVSs among which communities are looked for. */
const MAX_ITEMS = 500
/** The seeds of all runs are numbers that GraphQL can show. */
const MAX_SEED = 2_000_000_000

const typeDefs = /* GraphQL */ `
extend type Query {
  """
  Co-security clusters: AVSs that the same stake stands behind more than chance would have it.

  AVSs are linked by \`overlap\` with RUZICKA and divided by the method of Louvain (Blondel et al. 2008): the best of 20 runs.
  The division depends on \`resolution\` and \`seed\`; see \`stability\` before relying on it. \`forcedClusters\` have no parameters.
  """
  communities(
    "Above 0, as decimal or fraction, of at most 100: higher ones give smaller communities."
    resolution: String! = "1"
    "Seed of the first run, 0 to 2000000000; the others have the 19 after it."
    seed: Int! = 1
${matrixArguments}
  ): Communities!
}

"Communities of AVSs. Amounts are in the unit of the stake."
type Communities {
  """
  Modularity of this division: part of the overlap inside of communities, less \`resolution\` times what chance would give, in
  [-1/2, 1] at resolution 1 (Newman and Girvan 2004). Exact; that no division has more is not proven, so \`meta.method\` is BOUND.
  """
  modularity: BigDecimal
  "Resolution, as given."
  resolution: BigDecimal!
  "Seed of the run that found it."
  seed: Int
  "Mean adjusted Rand index of all pairs of the 20 runs: 1 if all found the same, 0 if no more alike than chance (Hubert and Arabie 1985)."
  stability: BigDecimal
  "The communities, that with the most stake first, then by id. An AVS that overlaps with none is one by itself."
  communities("How many, 1 to 1000." limit: Int! = 100): [Community!]!
  "How many there are."
  communityCount: Int!
  """
  AVSs that certainly count on the same stake, directly or through others: connected components of \`overlap.forcedShared\`
  above 0, of two AVSs or more, the largest stake first. On EigenLayer none on SLASHABLE.
  """
  forcedClusters("How many, 1 to 1000." limit: Int! = 100): [Community!]!
  "What was measured, where, and why a value is missing. EMPTY: no two AVSs overlap."
  meta: RiskMeta!
}

"AVSs that belong together."
type Community {
  "Its AVSs, by id."
  members: [CommunityMember!]!
  "Stake behind them, each operator's in a pool counted once."
  stake: BigDecimal!
}

"An AVS of a community."
type CommunityMember {
  "The AVS."
  avs: RiskMember!
  "Stake behind it."
  stake: BigDecimal!
}
`

interface Arguments extends MatrixArguments {
  resolution: string
  seed: number
}

type Page = { limit: number }

function resolve(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const resolution = readResolution(args.resolution)
    const { seed } = args
    if (seed < 0 || seed > MAX_SEED) throw bad('seed', seed, `Give 0 to ${MAX_SEED}.`)
    const assumptions = [
      { name: 'resolution', value: args.resolution },
      { name: 'seed', value: `${seed}` },
    ]
    const echo = { resolution: toDecimal(resolution) }
    const measured = await measure(sources, args, context, true)
    const meta: Meta = { ...measured.meta, assumptions, method: 'BOUND' }
    if (!('matrix' in measured)) {
      return { ...echo, meta, communities: [], communityCount: 0, forcedClusters: [] }
    }
    const matrix = measured.matrix('SERVICE')
    const count = matrix.columns.length
    if (count > MAX_ITEMS) {
      throw apiError('LIMIT_EXCEEDED', `There are ${count} AVSs to divide.`, {
        limit: MAX_ITEMS,
        asked: count,
        hint: 'Ask overlap for the AVSs nearest to one.',
      })
    }
    const edges = projection(overlapMatrix(matrix, 'RUZICKA'))
    const found = edges.length > 0 ? await findCommunities(count, edges, resolution, seed) : null
    const groups = found ? groupsOf(found.community) : matrix.columns.map((__, avs) => [avs])
    const shown = shower(measured)
    return {
      ...echo,
      meta: found ? meta : { ...meta, nullReason: 'EMPTY' },
      modularity: found && toDecimal(found.modularity),
      seed: found?.seed,
      stability: found && toDecimal(found.stability),
      communities: shown(() => groups),
      communityCount: groups.length,
      forcedClusters: shown(() => forcedGroups(measured)),
    }
  }
}

function readResolution(text: string): Ratio {
  try {
    const resolution = parseRatio(text)
    if (resolution.num > 0n && resolution.num <= 100n * resolution.den) return resolution
  } catch {
    // Said below, as of a number out of range.
  }
  throw bad('resolution', text, 'Write a decimal or a fraction above 0, of at most 100: "1/2".')
}

/** Members of each community, ascending. */
function groupsOf(community: readonly number[]): number[][] {
  const groups = new Map<number, number[]>()
  community.forEach((one, thing) => {
    const own = groups.get(one)
    if (own) own.push(thing)
    else groups.set(one, [thing])
  })
  return [...groups.values()]
}

function forcedGroups({ at, valuation, matrix }: Measured): number[][] {
  const shared = sharedStake(matrix('SERVICE', 'BUCKET'), bucketStake(at.graph, valuation))
  return connectedComponents(shared.columns.length, forcedLinks(shared)).filter(
    (members) => members.length > 1,
  )
}

/** Gives groups of AVSs as a list, that with the most stake first. */
function shower({ at, valuation, matrix }: Measured) {
  return (groupsOfAvss: () => number[][]) =>
    ({ limit }: Page) => {
      checkCount('limit', limit, MAX_LISTED)
      const buckets = matrix('SERVICE', 'BUCKET')
      const stake = bucketStake(at.graph, valuation)
      const totals = columnTotals(buckets)
      const amount = (num: bigint) => toDecimal({ num, den: valuation.unit })
      return groupsOfAvss()
        .map((members) => ({ members, covered: unionCoverage(buckets, stake, members).covered }))
        .sort((a, b) =>
          a.covered === b.covered ? a.members[0]! - b.members[0]! : a.covered > b.covered ? -1 : 1,
        )
        .slice(0, limit)
        .map(({ members, covered }) => ({
          members: members.map((avs) => ({
            avs: member(buckets.columns[avs]!),
            stake: amount(totals[avs]!),
          })),
          stake: amount(covered),
        }))
    }
}

/** Field `communities`. */
export function communitiesSchema(sources: RiskSources): SchemaPart {
  return { typeDefs, resolvers: { Query: { communities: resolve(sources) } } }
}
