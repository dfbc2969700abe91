import { hrefOf } from '../app/place'
import { useView } from '../app/view'
import { grouped, percent, short } from '../format/decimal'
import { DEFINITIONS, type MetricId } from '../method/definitions'
import { useOrigin } from './origin'

/** How a figure is written; `units`: an amount that is not in the unit of the view; `worth`: what one of a pool is worth. */
export type Form = 'units' | 'worth' | 'block' | 'amount' | 'ratio' | 'times' | 'percent' | 'count'

/** A figure as text; null: there is none. */
export function figureText(value: string | number | null | undefined, form: Form): string {
  if (value === null || value === undefined) return 'unknown'
  const text = String(value)
  if (form === 'block') return text.replace('-', '−')
  if (form === 'percent') return percent(text)
  if (form === 'times') return `${short(text)} ×`
  return form === 'count'
    ? grouped(text).replace('-', '−')
    : `${text.startsWith('-') ? '−' : ''}${short(text)}`
}

interface Props {
  value: string | number | null | undefined
  form: Form
  metric: MetricId
  /** Why there is none. */
  reason?: string | null
}

const BASE_UNITS = ' base units'

/** A figure that opens to say what it is: unit, basis, formula, all of its digits, and the query that gave it. */
export function Value({ value, form, metric, reason }: Props) {
  const { isLeast, measure } = useOrigin()
  const isAmount = form === 'amount' && value != null
  const least = isLeast && isAmount ? '≥ ' : ''
  const exact = value == null ? '' : `${value}${isAmount && measure.isInPool ? BASE_UNITS : ''}`
  return (
    <details class="value">
      <summary data-metric={metric} data-exact={value ?? ''} title={exact}>
        {least}
        {isAmount ? measure.text(String(value)) : figureText(value, form)}
      </summary>
      <Trace metric={metric} exact={value == null ? (reason ?? 'unknown') : exact} />
    </details>
  )
}

/** What a figure is and where it is from. */
export function Trace({ metric, exact }: { metric: MetricId; exact?: string }) {
  const view = useView()
  const { query, measure } = useOrigin()
  const { name, unit, basis, meaning, formula, field } = DEFINITIONS[metric]
  return (
    <div class="trace">
      <p>
        <b>{name}.</b> {meaning}
      </p>
      <dl>
        {exact !== undefined && <Line name="exact" value={exact} />}
        <Line name="unit" value={unit === 'amount' ? measure.name : unit} />
        <Line name="basis" value={basis} />
        <Line name="formula" value={formula} />
        <Line name="field" value={field} />
      </dl>
      <a href={query}>Query</a> · <a href={hrefOf('method', metric, view.place.params)}>Method</a> ·{' '}
      <a href={hrefOf('quality', null, view.place.params)}>Can I trust it?</a>
    </div>
  )
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
