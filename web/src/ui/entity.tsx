import type { PagePath } from '../../../src/api/http/web/paths'
import { hrefOf } from '../app/place'
import { useView } from '../app/view'
import type { Names } from '../data/tokens'
import { shortened, tamed } from '../format/text'
import { Explorer } from './explorer'
import { useOrigin } from './origin'

interface Member {
  readonly id: string
  readonly name?: string | null
}

/**
 * The name of somebody, or the short address; shown whole where it is pointed at. Names are text of anybody: never a link to
 * elsewhere. Addresses without a page lead to the explorer.
 */
export function Entity({ of, page }: { of: Member; page?: PagePath }) {
  const view = useView()
  const { tokens, names } = useOrigin()
  const name = of.name ?? nameOf(of.id, names) ?? tokens.get(of.id)?.name
  if (page === undefined) {
    const short = (
      <Explorer kind="address" id={of.id}>
        {shortened(of.id)}
      </Explorer>
    )
    return (
      <span class="entity" title={of.id}>
        {name ? (
          <>
            <span class="name">{tamed(name)}</span> <span class="address">({short})</span>
          </>
        ) : (
          short
        )}
      </span>
    )
  }
  return (
    <a class="entity" title={of.id} href={hrefOf(page, of.id, view.place.params)}>
      {name && <span class="name">{tamed(name)}</span>}{' '}
      <span class="address">{name ? `(${shortened(of.id)})` : shortened(of.id)}</span>
    </a>
  )
}

/** A name of the label files; of an operator set that of its service, with its number. */
function nameOf(id: string, names: Names): string | undefined {
  const [, address = id, set] = /^(?:symbiotic-)?(0x\w+)\/(\d+)$/.exec(id) ?? []
  const name = names.get(address)
  return name && set ? `${name}, set ${set}` : name
}

/** Copies a whole address. */
export function CopyButton({ text }: { text: string }) {
  return (
    <button type="button" onClick={() => navigator.clipboard.writeText(text)} title={text}>
      Copy address
    </button>
  )
}

/** An address, whole. */
export const Whole = ({ id }: { id: string }) => (
  <code class="whole">
    <Explorer kind="address" id={id}>
      {id}
    </Explorer>
  </code>
)

/** A list of somebody, with commas. */
export function Entities({ of, page }: { of: readonly Member[]; page?: PagePath }) {
  return (
    <>
      {of.map((member, index) => (
        <span key={member.id}>
          {index > 0 && ', '}
          <Entity of={member} {...(page && { page })} />
        </span>
      ))}
    </>
  )
}
