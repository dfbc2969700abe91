import { useState } from 'preact/hooks'
import { adjust } from '../app/place'
import { useView } from '../app/view'
import { document } from '../data/documents'
import type { SimulateQuery, SimulateQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { shortened, tamed } from '../format/text'
import text from '../queries/simulate.graphql?raw'
import { Frame } from '../ui/frame'
import { Outcome } from './simulate/outcome'
import { isShock, KINDS, type Scenario, scenarioOf, variablesOf } from './simulate/scenario'

const QUERY = document<SimulateQuery, SimulateQueryVariables>(text)

/** What would follow from a shock at the block. The URL has all of it, so a link is a scenario. */
export function Simulator() {
  const view = useView()
  const { block, scope, pricing, place } = view
  const scenario = scenarioOf(place.params)
  const asked = useQuery(QUERY, { block, scope, pricing, ...variablesOf(scenario) })
  return (
    <Frame title="Simulator" asked={asked} measured={({ operatorRanking }) => operatorRanking.meta}>
      {(data) => (
        <>
          <p>
            Nothing is changed on the chain. Losses follow the arithmetic of the contracts; rules
            are assumptions, off unless you set them. Not modelled: prices that fall because others
            sell, penalties of Ethereum itself, and what anyone would do in answer.
          </p>
          <Form scenario={scenario} data={data} />
          {data.simulate ? (
            <Outcome
              key={JSON.stringify(scenario)}
              data={data.simulate}
              hasPosition={scenario.staker !== ''}
            />
          ) : (
            <p class="empty">Choose who or what is hit, and run it.</p>
          )}
        </>
      )}
    </Frame>
  )
}

function Form({ scenario, data }: { scenario: Scenario; data: SimulateQuery }) {
  const { pools } = useView()
  const [draft, setDraft] = useState(scenario)
  const change = (part: Partial<Scenario>) => setDraft({ ...draft, ...part })
  const targets =
    draft.kind === 'operator'
      ? data.operatorRanking.operators.map(({ operator }) => operator)
      : draft.kind === 'service'
        ? data.services.avss.map(({ avs }) => avs)
        : pools.map((id) => ({ id, name: null }))
  const run = (event: Event) => {
    event.preventDefault()
    const { kind, target, percent, keep, staker } = draft
    adjust({
      kind,
      target: target || null,
      percent: kind === 'service' ? null : percent,
      keep: keep || null,
      staker: staker || null,
    })
  }
  return (
    <form onSubmit={run}>
      <label>
        What happens
        <select
          name="kind"
          value={draft.kind}
          onChange={({ currentTarget }) =>
            change({ kind: KINDS[currentTarget.selectedIndex]!.kind, target: '' })
          }
        >
          {KINDS.map(({ kind, name }) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        To whom
        <select
          name="target"
          value={draft.target}
          onChange={({ currentTarget }) => change({ target: currentTarget.value })}
        >
          <option value="">choose</option>
          {draft.target && !targets.some(({ id }) => id === draft.target) && (
            <option value={draft.target}>{shortened(draft.target)}</option>
          )}
          {targets.map(({ id, name }) => (
            <option key={id} value={id}>
              {name ? `${tamed(name)} (${shortened(id)})` : shortened(id)}
            </option>
          ))}
        </select>
      </label>
      {draft.kind !== 'service' && (
        <label>
          By how much (%)
          <input
            name="percent"
            type="number"
            min="1"
            max="100"
            step="1"
            required
            value={draft.percent}
            onInput={({ currentTarget }) => change({ percent: currentTarget.value })}
          />
        </label>
      )}
      <label>
        Rule: a service fails below (% of its stake)
        <input
          name="keep"
          type="number"
          min="1"
          max="100"
          step="1"
          placeholder="off"
          value={draft.keep}
          onInput={({ currentTarget }) => change({ keep: currentTarget.value })}
        />
      </label>
      <label>
        My address, for my loss
        <input
          name="staker"
          pattern="0x[0-9a-fA-F]{40}"
          placeholder="0x…"
          value={draft.staker}
          onInput={({ currentTarget }) => change({ staker: currentTarget.value.trim() })}
        />
      </label>
      <button type="submit" disabled={!isShock(draft)}>
        Run
      </button>
    </form>
  )
}
