import { monthBefore } from '../../../src/api/http/web/month'
import { useView } from '../app/view'
import { Bars } from '../chart/bars'
import { Figure } from '../chart/figure'
import { document } from '../data/documents'
import type { LoadQuery, LoadQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { agreed, counted, figured } from '../format/text'
import text from '../queries/load.graphql?raw'
import { loadSentences } from '../sentences/load'
import { Listing } from '../ui/columns'
import { Frame } from '../ui/frame'
import { Sentences } from '../ui/sentences'
import { useOrder } from '../ui/sort'
import { Pager } from '../ui/table'

const QUERY = document<LoadQuery, LoadQueryVariables>(text)
const SIZE = 50

/** What operators took on. */
export function Load() {
  const view = useView()
  const { block, scope, pricing } = view
  const { page } = useOrder([], '')
  const since = monthBefore(view)
  const asked = useQuery(QUERY, {
    block,
    scope: scope?.pool ? { pool: scope.pool } : null,
    pricing,
    since: since === null ? null : { number: since },
    offset: page * SIZE,
  })
  return (
    <Frame
      title="Load of operators"
      asked={asked}
      measured={({ overload: { meta } }) => ({ ...meta, nullReason: null })}
    >
      {({ overload }) => (
        <>
          <Sentences of={loadSentences({ overload } as LoadQuery, since)} />
          <p class="empty">
            Counts and claims, not how well operators do: no event of the core contracts reports
            missed duties. Ejections are those of services on eigenlayer-middleware.
          </p>
          <Distribution rows={overload.distribution} />
          <Listing
            title="Operators, those that serve the most services first"
            rows={overload.operators}
            keyOf={({ operator }) => operator.id}
            empty="There are no operators at this block."
            columns={(c) => [
              c.member('Operator', ({ operator }) => operator, 'operators'),
              c.figure('Services', 'count', ({ avsCount }) => avsCount, 'avss'),
              c.figure('Operator sets', 'count', ({ setCount }) => setCount, 'sets'),
              c.figure('Percentile', 'percent', ({ percentile }) => percentile, 'percentile'),
              c.figure(
                'Effective services',
                'ratio',
                (row) => row.effectiveCommitments,
                'effectiveServices',
              ),
              c.figure('Promised, times', 'times', (row) => row.registeredMultiplier, 'multiplier'),
              c.figure('Slashable', 'percent', (row) => row.slashableLeverage, 'leverage'),
              c.figure(
                'Ways to be slashed',
                'count',
                (row) => row.slashingConditions,
                'conditions',
              ),
              c.figure('Slashers', 'count', ({ slashers }) => slashers),
              c.figure('Stake for each', 'amount', (row) => row.stakePerAvs, 'perService'),
              c.figure('Ejections', 'count', ({ ejections }) => ejections),
              c.text('Last ejection', ({ lastEjectionBlock: block }) =>
                block === null ? 'none known' : `block ${block}`,
              ),
              c.figure('Growth', 'count', ({ growth }) => growth?.avsCount, 'growth'),
            ]}
          >
            <Pager count={overload.operatorCount} size={SIZE} page={page} />
          </Listing>
        </>
      )}
    </Frame>
  )
}

function Distribution({ rows }: { rows: LoadQuery['overload']['distribution'] }) {
  const all = rows.reduce((sum, { operatorCount }) => sum + operatorCount, 0)
  const most = Math.max(1, ...rows.map(({ operatorCount }) => operatorCount))
  const idle = rows.find(({ avsCount }) => avsCount === 0)?.operatorCount ?? 0
  return (
    <Figure
      title="How many services operators serve"
      caption={
        all === 0
          ? 'There are no operators.'
          : `Of ${counted(all, 'operator')} ${figured(idle)} ${agreed(idle, 'serves', 'serve')} nobody.`
      }
      state={all === 0 ? 'empty' : 'ready'}
      rows={[
        ['services', 'operators'],
        ...rows.map(({ avsCount, operatorCount }) => [String(avsCount), String(operatorCount)]),
      ]}
    >
      {(width, ids) => (
        <Bars
          width={width}
          ids={ids}
          bars={rows.map(({ avsCount, operatorCount }) => ({
            key: String(avsCount),
            name: counted(avsCount, 'service'),
            part: (operatorCount / most).toFixed(6),
            label: String(operatorCount),
            text: counted(operatorCount, 'operator'),
          }))}
        />
      )}
    </Figure>
  )
}
