import { pricedIn, useView } from '../app/view'
import { graphiqlUrl } from '../data/client'
import { plain } from '../data/measure'
import { useQuery } from '../data/use-query'
import { Failure } from '../ui/failure'
import { useOrigin } from '../ui/origin'
import type { MetricId } from './definitions'
import { type ExampleVariables, exampleQuery, exampleText } from './examples'

/** The formula of a figure with the numbers of the block, and the query that gave them. */
export function Example({ id, variables }: { id: MetricId; variables: ExampleVariables }) {
  const { unit } = useView()
  const { measure, tokens } = useOrigin()
  const { data, failure, retry, ...asked } = useQuery(exampleQuery(id), variables)
  if (failure) return <Failure failure={failure} retry={retry} />
  if (data === null) return <>Loading…</>
  const units = { measure, tokens, worth: plain(pricedIn(unit)) }
  const none = 'No example: there is none at this block, or a part of it is unknown.'
  return (
    <>
      {exampleText(id, data, units) ?? none}{' '}
      <a href={graphiqlUrl(asked.text, asked.variables)}>Query</a>
    </>
  )
}
