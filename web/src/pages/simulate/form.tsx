import { useState } from 'preact/hooks'
import { adjust } from '../../app/place'
import { useView } from '../../app/view'
import type { SimulateQuery } from '../../data/types.generated'
import { shortened, tamed } from '../../format/text'
import { isShock, KINDS, type Scenario } from './scenario'

interface FormProps {
  scenario: Scenario
  /** Of the parameters of the URL: empty, or `SECOND`. */
  suffix: string
  data: SimulateQuery
}

/** Asks for a scenario; running it puts it into the URL. */
export function Form({ scenario, suffix, data }: FormProps) {
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
      [`kind${suffix}`]: kind,
      [`target${suffix}`]: target || null,
      [`percent${suffix}`]: kind === 'service' ? null : percent,
      [`keep${suffix}`]: keep || null,
      ...(suffix === '' && { staker: staker || null }),
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
      {suffix === '' && (
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
      )}
      <button type="submit" disabled={!isShock(draft)}>
        Run
      </button>
    </form>
  )
}
