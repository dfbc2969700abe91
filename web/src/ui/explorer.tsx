import type { ComponentChildren } from 'preact'
import { useView } from '../app/view'

interface Props {
  /** What the explorer is asked for. */
  kind: 'address' | 'tx'
  id: string
  children: ComponentChildren
}

const FORMS = { address: /^0x[\da-f]{40}$/i, tx: /^0x[\da-f]{64}$/i }

/** Leads to the explorer of the chain, in a window of its own; the plain content where there is none. */
export function Explorer({ kind, id, children }: Props) {
  const { explorer } = useView()
  if (explorer === null || !FORMS[kind].test(id)) return <>{children}</>
  return (
    <a href={`${explorer}/${kind}/${id}`} title={id} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}
