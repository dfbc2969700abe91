import type { MetricId } from '../method/definitions'
import { Card, Cards } from './card'
import { type Form, Value } from './value'

/** A figure of a page: what it is called there, and its value. */
interface FigureCard {
  readonly name: string
  readonly value: string | number | null | undefined
  readonly form: Form
  readonly metric: MetricId
  /** Why there is none. */
  readonly reason?: string | null
}

/** The figures of a page, side by side. */
export function Figures({ of }: { of: readonly FigureCard[] }) {
  return (
    <Cards>
      {of.map(({ name, ...value }) => (
        <Card key={name} name={name}>
          <Value {...value} />
        </Card>
      ))}
    </Cards>
  )
}
