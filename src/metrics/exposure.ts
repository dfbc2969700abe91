import { columnStakes, entriesOf, rankedShares } from '../risk/graph/columns'
import { rankedDirected } from '../risk/overlap/directed'
import { choice } from './define/arguments'
import { coverageFields, stakeAmount } from './define/coverage'
import { member } from './define/meta'
import { matrixMetric } from './define/metric'
import { expensive, field, limited, object } from './define/object'
import { decimal, enumeration, list, nullable } from './define/type'
import { tokenLayers, tokenLayersField } from './parts/layers'

const exposureColumns = enumeration('ExposureColumns', "What stands on operators' stake.", {
  AVSS: 'AVSs.',
  OPERATOR_SETS: 'Operator sets.',
})

/** Type ExposureShare. */
export const exposureShare = object('ExposureShare', 'What an operator holds of one AVS or set.', {
  operator: field(member, 'Operator, or group of operators.'),
  amount: field(stakeAmount, 'Its stake there.'),
  share: field(nullable(decimal), 'Its part of the whole, in [0, 1]; null if there is no stake.'),
  ...coverageFields,
})

const exposureColumn = object('ExposureColumn', 'Who stands behind one AVS or operator set.', {
  member: field(member, 'The AVS or set.'),
  total: field(stakeAmount, 'Its stake, in the unit of the stake.'),
  operators: limited(exposureShare, 'Operators behind it, the largest first, then by id.', 10),
  ...coverageFields,
})

/** Type DirectedExposure. */
export const directedExposure = object('DirectedExposure', 'What falls with what.', {
  from: field(member, 'What fails first.'),
  to: field(member, 'What falls with it.'),
  share: field(
    nullable(decimal),
    'Part of `to` that falls, in (0, 1]; null if nothing of it has a price.',
  ),
  ...coverageFields,
})

/** Field `exposure`. */
export const exposureMetric = matrixMetric({
  name: 'exposure',
  doc: 'Who stands behind what, and what falls with what.',
  args: {
    of: choice(exposureColumns, "What stands on operators' stake: AVSS or OPERATOR_SETS.", 'AVSS'),
  },
  answer: object('Exposure', 'Who stands behind what.', {
    columns: field(list(exposureColumn), 'AVS by AVS (or set by set), by id.'),
    tokenLayers: tokenLayersField,
    directed: expensive(
      50,
      limited(
        directedExposure,
        `Directed exposure, from -> to: the part of the stake of \`to\` that is of operators which also serve \`from\`, in [0, 1]. "If
all that secures \`from\` fails, what part of \`to\` fails?" The largest first, then by id; pairs that share nobody are left
out, those whose common stake has no price come last.`,
      ),
    ),
  }),
  readsLater: true,
  compute({ of, ...args }, { matrix, covered }, request, _) {
    const exposure = matrix(of === 'AVSS' ? 'SERVICE' : 'OPERATOR_SET')
    const { stake, rows, columns } = exposure
    const totals = columnStakes(stake)
    const entries = (column: number) => () => entriesOf(stake, column)
    return {
      tokenLayers: async () => {
        const { chainId } = await request.context.at(args.block)
        const labels = request.sources.labels(chainId)
        return tokenLayers(request, labels, null, { ...args, tokens: null, includeQueued: false })()
      },
      columns: columns.map((id, column) => ({
        member: id,
        total: totals[column]!,
        operators: (limit) =>
          rankedShares(stake, column)
            .slice(0, limit)
            .map(({ row, value, share }) => ({
              operator: rows[row]!,
              amount: value,
              share: share.value,
              ...covered([value, totals[column]!], entries(column)),
            })),
        ...covered([totals[column]!], entries(column)),
      })),
      directed: (limit) =>
        rankedDirected(exposure)
          .slice(0, limit)
          .map(({ from, to, share }) => ({
            from: columns[from]!,
            to: columns[to]!,
            share,
            ...covered([], entries(to)),
            nullReason: share ? null : ('UNPRICED' as const),
          })),
    }
  },
})
