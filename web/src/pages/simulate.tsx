import { adjust } from '../app/place'
import { useView } from '../app/view'
import { document } from '../data/documents'
import type {
  OutcomeFragment,
  SimulateQuery,
  SimulateQueryVariables,
} from '../data/types.generated'
import { useQuery } from '../data/use-query'
import text from '../queries/simulate.graphql?raw'
import { scenariosSentences } from '../sentences/simulation'
import { Frame } from '../ui/frame'
import { Part } from '../ui/part'
import { Sentences } from '../ui/sentences'
import { Form } from './simulate/form'
import { Outcome } from './simulate/outcome'
import { hasSecond, type Scenario, SECOND, scenarioOf, variablesOf } from './simulate/scenario'

const QUERY = document<SimulateQuery, SimulateQueryVariables>(text)

/** What would follow from a shock at the block, or from one or another. The URL has all of it, so a link is a scenario. */
export function Simulator() {
  const view = useView()
  const { block, scope, pricing, place } = view
  const first = scenarioOf(place.params)
  const second = hasSecond(place.params) ? scenarioOf(place.params, SECOND) : null
  const asked = useQuery(QUERY, { block, scope, pricing, ...variablesOf(first, second) })
  return (
    <Frame
      title="Simulator"
      asked={asked}
      measured={({ operatorRanking }) => operatorRanking.meta}
      inPools
    >
      {(data, measure) => (
        <>
          <p>
            Nothing is changed on the chain. Losses follow the arithmetic of the contracts; rules
            are assumptions, off unless you set them. Not modelled: prices that fall because others
            sell, penalties of Ethereum itself, and what anyone would do in answer.
          </p>
          <p class="buttons">
            <button
              type="button"
              onClick={() => adjust(second ? NO_SECOND : { kind2: first.kind })}
            >
              {second ? 'Only one scenario' : 'Compare with another scenario'}
            </button>
          </p>
          {data.simulate && data.other && (
            <Sentences of={scenariosSentences(data.simulate, data.other, measure)} isLive />
          )}
          {second === null ? (
            <Run data={data} scenario={first} suffix="" outcome={data.simulate} />
          ) : (
            <div class="halves">
              <Part name="First scenario" suffix=" of the first scenario">
                <h2>First scenario</h2>
                <Run data={data} scenario={first} suffix="" outcome={data.simulate} />
              </Part>
              <Part name="Second scenario" suffix=" of the second scenario">
                <h2>Second scenario</h2>
                <Run
                  data={data}
                  scenario={{ ...second, staker: first.staker }}
                  suffix={SECOND}
                  outcome={data.other}
                />
              </Part>
            </div>
          )}
        </>
      )}
    </Frame>
  )
}

const NO_SECOND = { kind2: null, target2: null, percent2: null, keep2: null }

interface RunProps {
  data: SimulateQuery
  scenario: Scenario
  suffix: string
  outcome: OutcomeFragment | null | undefined
}

function Run({ data, scenario, suffix, outcome }: RunProps) {
  return (
    <>
      <Form scenario={scenario} suffix={suffix} data={data} />
      {outcome ? (
        <Outcome
          key={JSON.stringify(scenario)}
          data={outcome}
          hasPosition={scenario.staker !== ''}
        />
      ) : (
        <p class="empty">Choose who or what is hit, and run it.</p>
      )}
    </>
  )
}
