import { forcedClusters, membersOf, rankedClusters } from '../risk/communities/clusters'
import { projection } from '../risk/communities/projection'
import { stakeOfBuckets } from '../risk/graph/bucket-stake'
import { columnStakes, entriesOf, holdersOf } from '../risk/graph/columns'
import { parseRatio } from '../risk/math/parse-ratio'
import type { Ratio } from '../risk/math/ratio'
import { overlapMatrix } from '../risk/overlap/overlap'
import { sharedStake } from '../risk/overlap/shared-stake'
import { assumed } from './define/argument'
import { integer, text } from './define/arguments'
import { coverageFields, stakeAmount, unlessZero } from './define/coverage'
import { invalidArgument, limitExceeded } from './define/errors'
import { type Measured, matrixArguments } from './define/measure'
import { member } from './define/meta'
import { stakeMetric, without } from './define/metric'
import { expensive, field, limited, object } from './define/object'
import { once } from './define/once'
import { decimal, int, list, nullable } from './define/type'
import { findCommunities } from './parts/louvain'

/** Maximum number of AVSs that are divided into communities. */
const MAX_ITEMS = 500
/** So that GraphQL can represent the seeds of all runs. */
const MAX_SEED = 2_000_000_000

const communityMember = object('CommunityMember', 'An AVS of a community.', {
  avs: field(member, 'The AVS.'),
  stake: field(stakeAmount, 'Stake behind it.'),
  ...coverageFields,
})

const community = object('Community', 'AVSs that belong together.', {
  members: field(list(communityMember), 'Its AVSs, by id.'),
  stake: field(stakeAmount, "Stake behind them, each operator's in a pool counted once."),
  ...coverageFields,
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
export const communitiesMetric = stakeMetric({
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
  select: (args) => args,
  otherwise: ({ resolution }) => ({ resolution }),
  async compute({ resolution, seed }, measured) {
    const matrix = measured.matrix('SERVICE')
    const count = matrix.columns.length
    if (count > MAX_ITEMS) {
      const hint = 'Ask overlap for the AVSs nearest to one.'
      throw limitExceeded(`There are ${count} AVSs to divide.`, MAX_ITEMS, count, hint)
    }
    const meta = { ...measured.meta, method: 'BOUND' as const }
    const isUnpriced = meta.nullReason !== null
    const isComplete = matrix.stake.value.every((value) => value.isComplete)
    const edges = projection(overlapMatrix(matrix, 'RUZICKA'))
    const found = edges.length > 0 ? await findCommunities(count, edges, resolution, seed) : null
    // Without any price, it is not known what belongs together.
    const groups = isUnpriced ? [] : membersOf(found?.community ?? [...matrix.columns.keys()])
    const all = [...matrix.columns.keys()]
    const forced = () => {
      const { at, basis, valuation } = measured
      return forcedClusters(sharedStake(at.graph, basis, valuation))
    }
    return {
      modularity: unlessZero(found?.modularity ?? null, isComplete),
      resolution,
      seed: found?.seed ?? null,
      stability: unlessZero(found?.stability ?? null, isComplete),
      // The division rests on all stake, a cluster on that of its members.
      communities: (limit) => clusters(measured, groups, limit, () => all),
      communityCount: groups.length,
      forcedClusters: (limit) => clusters(measured, forced(), limit, (members) => members),
      meta: found || isUnpriced ? meta : without(meta, 'EMPTY'),
    }
  },
})

/**
 * Groups of AVSs with their stake, the first `limit`.
 * @param columnsOf AVSs that a group rests on
 */
function clusters(
  { at, valuation, stake, covered }: Measured,
  groups: readonly (readonly number[])[],
  limit: number,
  columnsOf: (members: readonly number[]) => readonly number[],
) {
  const buckets = stake('SERVICE', 'BUCKET')
  const byOperator = once(() => stake('SERVICE'))
  const totals = columnStakes(buckets)
  return rankedClusters(buckets, stakeOfBuckets(at.graph, valuation), groups)
    .slice(0, limit)
    .map((cluster) => ({
      members: cluster.members.map((avs) => ({
        avs: buckets.columns[avs]!,
        stake: totals[avs]!,
        ...covered([totals[avs]!], () => entriesOf(byOperator(), avs)),
      })),
      stake: cluster.stake,
      ...covered([cluster.stake], () => holdersOf(byOperator(), columnsOf(cluster.members))),
    }))
}
