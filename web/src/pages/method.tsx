import { useEffect } from 'preact/hooks'
import { BASE } from '../app/place'
import { useView } from '../app/view'
import { graphiqlUrl } from '../data/client'
import { document } from '../data/documents'
import type { MethodQuery, MethodQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { DEFINITIONS } from '../method/definitions'
import text from '../queries/method.graphql?raw'
import { examples } from '../sentences/examples'
import { Fact, Facts } from '../ui/facts'
import { Frame } from '../ui/frame'

const QUERY = document<MethodQuery, MethodQueryVariables>(text)

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
  const asked = useQuery(QUERY, { block, scope, pricing })
  useEffect(() => {
    if (place.id && asked.data) globalThis.document.getElementById(place.id)?.scrollIntoView()
  }, [place.id, asked.data])
  return (
    <Frame
      title="API and method"
      asked={asked}
      measured={({ concentration }) => concentration.meta}
    >
      {(data, measure) => {
        const shown = examples(data, measure)
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
                Every page is one query:{' '}
                <a href={graphiqlUrl(asked.text, asked.variables)}>that of this one</a>.
              </p>
            </section>
            {Object.entries(DEFINITIONS).map(
              ([id, { name, meaning, unit, basis, formula, field }]) => (
                <section key={id} id={id} class={place.id === id ? 'notice' : ''}>
                  <details open={place.id === id}>
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
                      {shown[id] && <Fact name={`At block ${view.shown}`}>{shown[id]}</Fact>}
                    </Facts>
                  </details>
                </section>
              ),
            )}
          </>
        )
      }}
    </Frame>
  )
}
