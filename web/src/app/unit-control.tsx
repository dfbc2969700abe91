import { useState } from 'preact/hooks'
import { calledOf, tamed } from '../format/text'
import { useOrigin, useTold } from '../ui/origin'
import { adjust, hrefOf } from './place'
import { useView } from './view'

interface Pool {
  readonly id: string
  readonly protocol: string
  readonly tokenSymbol: string | null
}

/** What amounts are in: values by prices, or the shares of one pool. */
export function UnitControl({ pools }: { pools: readonly Pool[] }) {
  const { unit } = useView()
  const [isOpened, setOpened] = useState(false)
  const { told } = useTold(isOpened || unit.kind === 'POOL')
  const value = unit.kind === 'POOL' ? unit.pool : unit.kind
  return (
    <div class="unit">
      <label for="unit">Amounts in</label>
      <select
        id="unit"
        value={value}
        onFocus={() => setOpened(true)}
        onChange={({ currentTarget }) =>
          adjust({ unit: currentTarget.value === 'ETH' ? null : currentTarget.value, page: null })
        }
      >
        <option value="ETH">ETH, all pools with a price</option>
        <option value="USD">USD, all pools with a price</option>
        {pools
          .filter(({ protocol }) => protocol === 'EIGENLAYER')
          .map(({ id, tokenSymbol }) => (
            <option key={id} value={id}>
              {textOf(id, told.names.get(id) ?? null, tokenSymbol)}
            </option>
          ))}
      </select>
    </div>
  )
}

/** A pool by its name, or its address; with the symbol of its token, as far as each is known. */
const textOf = (id: string, name: string | null, symbol: string | null): string =>
  `${name === null ? 'pool ' : ''}${calledOf({ id, name })}${symbol === null ? '' : ` ${tamed(symbol)}`}`

/** Links to the same page in the shares of each pool. */
export function PoolLinks() {
  const { pools, place } = useView()
  const { names } = useOrigin()
  return (
    <ul class="links">
      {pools.slice(0, 30).map((id) => (
        <li key={id}>
          <a href={hrefOf(place.page, place.id, place.params, { unit: id })}>
            {calledOf({ id, name: names.get(id) ?? null })}
          </a>
        </li>
      ))}
    </ul>
  )
}
