import { type Population, population } from '../concentration/population'
import type { Valuation } from '../value/valuation'
import { type Coverage, Value } from '../value/value'
import type { HeldCells } from './held-cells'

/** What the members of a population hold, by id; those of nothing are not in it. */
export class Holders {
  private sum: Value | null = null
  private known: Coverage | null = null
  private priced: Population | null = null

  constructor(
    private readonly values: ReadonlyMap<string, Value>,
    private readonly none: Value,
  ) {}

  get size(): number {
    return this.values.size
  }

  get total(): Value {
    this.sum ??= Value.sum(this.values.values(), this.none)
    return this.sum
  }

  get coverage(): Coverage {
    this.known ??= Value.coverage(this.values.values())
    return this.known
  }

  /** Of the priced parts. */
  get population(): Population {
    if (this.priced) return this.priced
    const { amounts } = Value.pricedPart([...this.values.values()], this.none)
    const ids = [...this.values.keys()]
    this.priced = population(ids.map((id, holder) => ({ id, amount: amounts[holder]! })))
    return this.priced
  }

  /** Members that count as one. */
  grouped(idOf: (id: string) => string): Holders {
    const values = new Map<string, Value>()
    for (const [member, value] of this.values) {
      const id = idOf(member)
      values.set(id, values.get(id)?.plus(value) ?? value)
    }
    return new Holders(values, this.none)
  }

  valueOf(id: string): Value {
    return this.values.get(id) ?? this.none
  }
}

type Amounts = Pick<HeldCells, 'amounts' | 'version' | 'changedBy' | 'idOf'>

interface Known {
  readonly values: Map<string, Value>
  readonly version: number
  readonly holders: Holders
}

/** What the members of cells hold, while they change: for a valuation that stays, only what changed is added up again. */
export class HolderValues {
  private readonly known = new WeakMap<Valuation, Known>()

  constructor(private readonly cells: Amounts) {}

  /** Holders now; those of an earlier call are not used any more. */
  of(valuation: Valuation): Holders {
    const { cells } = this
    const version = cells.version()
    const known = this.known.get(valuation)
    if (known?.version === version) return known.holders
    const values = known?.values ?? new Map<string, Value>()
    const since = known?.version ?? -1
    for (const [member, changed] of cells.changedBy()) {
      if (changed <= since) continue
      const own = cells.amounts().get(member)
      if (own) values.set(cells.idOf(member), worthOf(own, valuation))
      else values.delete(cells.idOf(member))
    }
    const holders = new Holders(values, valuation.none)
    this.known.set(valuation, { values, version, holders })
    return holders
  }
}

function worthOf(amounts: ReadonlyMap<number, bigint>, valuation: Valuation): Value {
  let worth = valuation.none
  for (const [pool, amount] of amounts) worth = worth.plus(valuation.worth(pool, amount))
  return worth
}
