import { useEffect, useState } from 'preact/hooks'
import { monthBefore } from '../../../src/api/http/web/month'
import { BASE } from '../app/place'
import { pricingOf, useView } from '../app/view'
import { graphiqlUrl } from '../data/client'
import { document } from '../data/documents'
import type { MethodQuery, MethodQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { DEFINITIONS, type MetricId } from '../method/definitions'
import type { ExampleVariables } from '../method/examples'
import text from '../queries/method.graphql?raw'
import { Fact, Facts } from '../ui/facts'
import { Failure } from '../ui/failure'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { reload, useCode } from '../ui/use-code'

const QUERY = document<MethodQuery, MethodQueryVariables>(text)

/** Examples are code of their own: many read a definition, and need none. */
const loadExample = async () => (await import('../method/example')).Example

const ENDPOINTS = [
  ['graphql', 'GraphQL; GraphiQL in a browser'],
  ['schema.graphql', 'the schema'],
  ['openapi.json', 'everything beside GraphQL: exports, health, metrics'],
  ['export/operatorStakes.csv', 'a table as a file; NDJSON and Parquet, too'],
  ['status', 'the state of the index'],
] as const

/** How each figure is made, with an example of this block, and how to get it out. */
export function Method() {
  const view = useView()
  const { block, scope, pricing, place } = view
  const worth = pricing ?? pricingOf({ kind: 'ETH' })!
  const asked = useQuery(QUERY, { block, scope, pricing })
  useEffect(() => {
    if (place.id && asked.data) globalThis.document.getElementById(place.id)?.scrollIntoView()
  }, [place.id, asked.data])
  const since = monthBefore(view)
  // Definitions are there without prices, too.
  const content = ({ operators, services }: MethodQuery) => {
    const variables = {
      ...{ block, scope, pricing, worth },
      since: since === null ? null : { number: since },
      operator: operators.shares?.[0]?.member.id ?? null,
      service: services.avss[0]?.avs.id ?? null,
      staker: null,
    }
    return (
      <>
        <section>
          <h2>API</h2>
          <ul>
            {ENDPOINTS.map(([path, what]) => (
              <li key={path}>
                <a href={new URL(path, BASE).href} target="_self">
                  /{path}
                </a>
                : {what}
              </li>
            ))}
          </ul>
          <p>
            The stamp of a page leads to the query behind it:{' '}
            <a href={graphiqlUrl(asked.text, asked.variables)}>that of this one</a>.
          </p>
        </section>
        {(Object.keys(DEFINITIONS) as MetricId[]).map((id) => (
          <Figure key={id} id={id} isNamed={place.id === id} variables={variables} />
        ))}
      </>
    )
  }
  return (
    <Frame
      title="API and method"
      asked={asked}
      measured={({ operators }) => operators.meta}
      inPools
      withoutPrices={content}
    >
      {content}
    </Frame>
  )
}

interface FigureProps {
  id: MetricId
  /** The address of the page names it. */
  isNamed: boolean
  variables: ExampleVariables
}

/** What a figure is. Its example is asked for when it is opened. */
function Figure({ id, isNamed, variables }: FigureProps) {
  const { shown } = useView()
  const { measure } = useOrigin()
  const [isOpen, setOpen] = useState(isNamed)
  const { Shown, failure } = useCode(isOpen ? 'example' : null, loadExample)
  const { name, meaning, unit, basis, formula, field } = DEFINITIONS[id]
  return (
    <section id={id} class={isNamed ? 'notice' : ''}>
      <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <h2 class="inline">{name}</h2>
        </summary>
        <p>{meaning}</p>
        <Facts>
          <Fact name="Formula">{formula}</Fact>
          <Fact name="Unit">{unit === 'amount' ? measure.name : unit}</Fact>
          <Fact name="Stake that counts">{basis}</Fact>
          <Fact name="Field of the API">
            <code>{field}</code>
          </Fact>
          {isOpen && (
            <Fact name={`At block ${shown}`}>
              {failure && <Failure failure={failure} retry={reload} />}
              {Shown && <Shown id={id} variables={variables} />}
            </Fact>
          )}
        </Facts>
      </details>
    </section>
  )
}
