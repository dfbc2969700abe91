import { forcedClusters, membersOf, rankedClusters } from '../risk/communities/clusters'
import { projection } from '../risk/communities/projection'
import { bucketStake, stakeOfBuckets } from '../risk/graph/bucket-stake'
import { columnStakes } from '../risk/graph/columns'
import { parseRatio } from '../risk/math/parse-ratio'
import type { Ratio } from '../risk/math/ratio'
import { overlapMatrix } from '../risk/overlap/overlap'
import { assumed } from './define/argument'
import { integer, text } from './define/arguments'
import { invalidArgument, limitExceeded } from './define/errors'
import { isMeasured, type Measured, matrixArguments, measure } from './define/measure'
import { member } from './define/meta'
import { metric, unanswered, without } from './define/metric'
import { expensive, field, limited, object } from './define/object'
import { decimal, int, list, nullable } from './define/type'
import { findCommunities } from './parts/louvain'

/** Maximum number of AVSs that are divided into communities. */
const MAX_ITEMS = 500
/** So that GraphQL can represent the seeds of all runs. */
const MAX_SEED = 2_000_000_000

const communityMember = object('CommunityMember', 'An AVS of a community.', {
  avs: field(member, 'The AVS.'),
  stake: field(decimal, 'Stake behind it.'),
})

const community = object('Community', 'AVSs that belong together.', {
  members: field(list(communityMember), 'Its AVSs, by id.'),
  stake: field(decimal, "Stake behind them, each operator's in a pool counted once."),
})

function readResolution(name: string, given: string): Ratio {
  try {
    const resolution = parseRatio(given)
    if (resolution.num > 0n && resolution.num <= 100n * resolution.den) return resolution
  } catch {
    // The same error as for a number out of range.
  }
  const hint = 'Write a decimal or a fraction above 0, of at most 100: "1/2".'
  throw invalidArgument(name, given, hint)
}

/** Field `communities`. */
export const communitiesMetric = metric({
  name: 'communities',
  doc: `Co-security clusters: AVSs that share more of the stake behind them than chance would give.

AVSs are linked by \`overlap\` with RUZICKA and divided by the Louvain method (Blondel et al. 2008): the best of 20 runs.
The division depends on \`resolution\` and \`seed\`; see \`stability\` before relying on it. \`forcedClusters\` have no parameters.`,
  args: {
    resolution: assumed(
      text(
        'Above 0, as decimal or fraction, of at most 100: higher values give smaller communities.',
        '1',
        readResolution,
      ),
    ),
    seed: assumed(
      integer(
        'Seed of the first run, 0 to 2000000000; the others have the 19 after it.',
        0,
        MAX_SEED,
        1,
      ),
    ),
    ...matrixArguments,
  },
  answer: object('Communities', 'Communities of AVSs. Amounts are in the unit of the stake.', {
    modularity: field(
      nullable(decimal),
      `Modularity of this division: part of the overlap inside communities, minus \`resolution\` times the part expected by chance, in
[-1/2, 1] at resolution 1 (Newman and Girvan 2004). Exact; that no division has more is not proven, so \`meta.method\` is BOUND.`,
    ),
    resolution: field(decimal, 'Resolution, as given.'),
    seed: field(nullable(int), 'Seed of the run that found it.'),
    stability: field(
      nullable(decimal),
      'Mean adjusted Rand index of all pairs of the 20 runs: 1 if all found the same, 0 if they agree no more than by chance (Hubert and Arabie 1985).',
    ),
    communities: limited(
      community,
      'The communities, the one with the most stake first, then by id. An AVS that overlaps with none is alone in one.',
    ),
    communityCount: field(int, 'Number of communities.'),
    forcedClusters: expensive(
      50,
      limited(
        community,
        `AVSs that certainly count on the same stake, directly or through others: connected components of \`overlap.forcedShared\`
above 0, of two AVSs or more, the largest stake first. On EigenLayer none on SLASHABLE.`,
      ),
    ),
  }),
  estimate: () => 300,
  async compute({ resolution, seed, ...stake }, request) {
    const measured = await measure(request, stake)
    const meta = { ...measured.meta, method: 'BOUND' as const }
    if (!isMeasured(measured)) return unanswered(meta, { resolution })
    const matrix = measured.matrix('SERVICE')
    const count = matrix.columns.length
    if (count > MAX_ITEMS) {
      const hint = 'Ask overlap for the AVSs nearest to one.'
      throw limitExceeded(`There are ${count} AVSs to divide.`, MAX_ITEMS, count, hint)
    }
    const edges = projection(overlapMatrix(matrix, 'RUZICKA'))
    const found = edges.length > 0 ? await findCommunities(count, edges, resolution, seed) : null
    const groups = membersOf(found?.community ?? [...matrix.columns.keys()])
    return {
      modularity: found?.modularity ?? null,
      resolution,
      seed: found?.seed ?? null,
      stability: found?.stability ?? null,
      communities: (limit) => clusters(measured, () => groups, limit),
      communityCount: groups.length,
      forcedClusters: (limit) => clusters(measured, forcedClusters, limit),
      meta: found ? meta : without(meta, 'EMPTY'),
    }
  },
})

/** Groups of AVSs with their stake, the first `limit`. */
function clusters(
  { at, valuation, matrix }: Measured,
  groupsOf: typeof forcedClusters,
  limit: number,
) {
  const buckets = matrix('SERVICE', 'BUCKET')
  const stake = stakeOfBuckets(at.graph, valuation)
  const totals = columnStakes(buckets.stake)
  return rankedClusters(buckets.stake, stake, groupsOf(buckets, bucketStake(at.graph, valuation)))
    .slice(0, limit)
    .map((cluster) => ({
      members: cluster.members.map((avs) => {
        return { avs: buckets.columns[avs]!, stake: totals[avs]!.lowerBound() }
      }),
      stake: cluster.stake.lowerBound(),
    }))
}
