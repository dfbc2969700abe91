import { shortened, tamed } from '../format/text'
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
  const value = unit.kind === 'POOL' ? unit.pool : unit.kind
  return (
    <div class="unit">
      <label for="unit">Amounts in</label>
      <select
        id="unit"
        value={value}
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
              pool {shortened(id)} {tokenSymbol === null ? '' : tamed(tokenSymbol)}
            </option>
          ))}
      </select>
    </div>
  )
}

/** Links to the same page in the shares of each pool. */
export function PoolLinks() {
  const { pools, place } = useView()
  return (
    <ul class="links">
      {pools.slice(0, 30).map((id) => (
        <li key={id}>
          <a href={hrefOf(place.page, place.id, place.params, { unit: id })}>{shortened(id)}</a>
        </li>
      ))}
    </ul>
  )
}
