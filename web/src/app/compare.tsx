import { document } from '../data/documents'
import type { CompareQuery, CompareQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import text from '../queries/compare.graphql?raw'
import fragments from '../queries/told.graphql?raw'
import { overviewSentences } from '../sentences/overview'
import { Failure } from '../ui/failure'
import { measureOf, useTold } from '../ui/origin'
import { Part } from '../ui/part'
import { Sentences } from '../ui/sentences'
import { Page } from './page'
import { useView } from './view'

const QUERY = document<CompareQuery, CompareQueryVariables>(text, fragments)

/** The page at two blocks, the earlier one first, and what changed from one to the other. */
export function Compare({ other }: { other: number }) {
  const view = useView()
  const [from, to] = [other, view.shown].sort((a, b) => a - b) as [number, number]
  return (
    <>
      <h1>
        Block {from} beside block {to}
      </h1>
      {from < to && <Between from={from} to={to} />}
      <div class="halves compare">
        {[from, to].map((block, index) => (
          <Part
            // They stay where they are while a slider moves.
            key={index === 0 ? 'left' : 'right'}
            name={`Block ${block}`}
            suffix={index === 0 ? ', left' : ', right'}
            view={{ block: { number: block }, shown: block }}
          >
            <Page />
          </Part>
        ))}
      </div>
    </>
  )
}

/** What the figures of both say together. */
function Between({ from, to }: { from: number; to: number }) {
  const { scope, pricing, unit } = useView()
  const block = { number: to }
  const variables = { block, scope, pricing, since: from }
  const { told, isLoading } = useTold(unit.kind === 'POOL')
  const { data, failure, retry } = useQuery(QUERY, variables)
  if (failure) return <Failure failure={failure} retry={retry} />
  if (!data || isLoading) return <p role="status">Loading…</p>
  return <Sentences of={overviewSentences(data.overview, measureOf(unit, told))} isLive />
}
