import type { ComponentChildren } from 'preact'

/** A figure with its name. */
export function Card({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="card">
      <h2>{name}</h2>
      {children}
    </div>
  )
}
