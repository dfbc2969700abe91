import { pricedIn, useView } from '../app/view'
import { graphiqlUrl } from '../data/client'
import { document } from '../data/documents'
import { plain } from '../data/measure'
import type { LargestStakerQuery, LargestStakerQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import text from '../queries/largest-staker.graphql?raw'
import { Failure } from '../ui/failure'
import { useOrigin } from '../ui/origin'
import type { MetricId } from './definitions'
import { type ExampleVariables, exampleQuery, exampleText, subjectOf } from './examples'

const LARGEST = document<LargestStakerQuery, LargestStakerQueryVariables>(text)

/** The formula of a figure with the numbers of the block, and the query that gave them. */
export function Example({ id, variables }: { id: MetricId; variables: ExampleVariables }) {
  const { unit } = useView()
  const { measure, tokens } = useOrigin()
  const query = exampleQuery(id)
  const subject = subjectOf(query.text)
  const { block, scope, pricing } = variables
  // Only some examples are of a staker, and it takes a while to find the largest of many.
  const largest = useQuery(LARGEST, subject === 'staker' ? { block, scope, pricing } : null)
  const staker = largest.data?.concentration.shares?.[0]?.member.id ?? null
  const known = { ...variables, staker }
  const isKnown = subject === null || known[subject] !== null
  const { data, failure, isLoading, retry, ...asked } = useQuery(query, isKnown ? known : null)
  const failed = largest.failure ?? failure
  if (failed) return <Failure failure={failed} retry={largest.failure ? largest.retry : retry} />
  // The example of another block is none of this one.
  if (isKnown ? isLoading : subject === 'staker' && largest.isLoading) return <>Loading…</>
  const units = { measure, tokens, worth: plain(pricedIn(unit)) }
  const none = 'No example: there is none at this block, or a part of it is unknown.'
  return (
    <>
      {exampleText(id, data, units) ?? none}{' '}
      <a href={graphiqlUrl(asked.text, asked.variables)}>Query</a>
    </>
  )
}
