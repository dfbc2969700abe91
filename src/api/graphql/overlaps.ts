import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import { apiError } from '../../reads/errors'

/** Maximum selections of a document, where those of a fragment count wherever it is spread. */
const MAX_SELECTIONS = 10_000
/** Maximum pairs of fields that have one key in the answer: validation compares each of them. */
const MAX_PAIRS = 40_000

/** Selections that are merged, and the fragments around them. */
interface Part {
  readonly set: SelectionSetNode
  readonly inside: readonly string[]
}

/**
 * Refuses a document whose validation would take long: each field is compared with all others that have its key at its place, and
 * what fragments select counts wherever they are spread, so that some kilobytes can mean billions of comparisons.
 *
 * @throws ApiError LIMIT_EXCEEDED for pairs, COST_EXCEEDED for selections
 */
export function checkOverlaps(document: DocumentNode): void {
  new OverlapCheck(document).check()
}

class OverlapCheck {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  private readonly spread = new Set<string>()
  private selections = 0
  private pairs = 0

  constructor(private readonly document: DocumentNode) {
    const defined = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
    this.fragments = new Map(defined.map((node) => [node.name.value, node]))
  }

  check(): void {
    for (const node of this.document.definitions) {
      if (node.kind === Kind.OPERATION_DEFINITION) {
        this.visit([{ set: node.selectionSet, inside: [] }])
      }
    }
    for (const [name, { selectionSet }] of this.fragments) {
      if (!this.spread.has(name)) this.visit([{ set: selectionSet, inside: [name] }])
    }
  }

  private visit(parts: readonly Part[]): void {
    const byKey = new Map<string, { parts: Part[]; count: number }>()
    const add = ({ alias, name, selectionSet }: FieldNode, inside: readonly string[]) => {
      const key = (alias ?? name).value
      const found = byKey.get(key) ?? { parts: [], count: 0 }
      byKey.set(key, found)
      this.countPairs(found.count++)
      if (selectionSet) found.parts.push({ set: selectionSet, inside })
    }
    for (const part of parts) this.collect(part, add)
    for (const { parts: below } of byKey.values()) if (below.length > 0) this.visit(below)
  }

  private collect(
    { set, inside }: Part,
    add: (field: FieldNode, inside: readonly string[]) => void,
  ): void {
    for (const selection of set.selections) {
      this.countSelection()
      if (selection.kind === Kind.FIELD) add(selection, inside)
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.collect({ set: selection.selectionSet, inside }, add)
      } else {
        const name = selection.name.value
        const fragment = this.fragments.get(name)
        // Validation reports those that spread themselves.
        if (!fragment || inside.includes(name)) continue
        this.spread.add(name)
        this.collect({ set: fragment.selectionSet, inside: [...inside, name] }, add)
      }
    }
  }

  private countSelection(): void {
    this.selections++
    if (this.selections <= MAX_SELECTIONS) return
    throw apiError(
      'COST_EXCEEDED',
      `The document has more than ${MAX_SELECTIONS} selections, with those of fragments wherever they are spread.`,
      { max: MAX_SELECTIONS, hint: 'Spread each fragment once, and send several requests.' },
    )
  }

  /** @param others fields with the key of one */
  private countPairs(others: number): void {
    this.pairs += others
    if (this.pairs <= MAX_PAIRS) return
    throw apiError(
      'LIMIT_EXCEEDED',
      'The document selects the same fields too often at the same place.',
      { limit: MAX_PAIRS, hint: 'Select each field once.' },
    )
  }
}
