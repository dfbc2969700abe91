import type { ComponentChildren } from 'preact'
import { useView } from '../app/view'

/** A figure with its name. */
export function Card({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="card">
      <h2>{name}</h2>
      {children}
    </div>
  )
}

/** Cards beside each other. */
export function Cards({ children }: { children: ComponentChildren }) {
  const { part } = useView()
  return (
    <section class="cards" aria-label={`Figures${part}`}>
      {children}
    </section>
  )
}
