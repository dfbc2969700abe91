import type { Fact } from '../../../facts/facts'
import type { ContractAnswers } from '../../log'
import { roleOfKind } from './balances'

const ADDRESS = /^0x[0-9a-fA-F]{40}$/

/**
 * What the answers of contracts of core V2 mean: of a token its decimals, of an adapter the token in which it counts its stake, and
 * of what holds assets, what it had before the block in which it was found.
 */
export function answeredV2({ address, kind, values }: ContractAnswers): Fact[] {
  const facts: Fact[] = []
  const { baseAsset, balances, shares, isPriced } = values
  if (kind === 'ADAPTER' && typeof baseAsset === 'string' && ADDRESS.test(baseAsset)) {
    facts.push({ kind: 'adapterConstants', adapter: address, baseAsset: baseAsset.toLowerCase() })
  }
  const decimals = Number(values.tokenDecimals ?? Number.NaN)
  if (kind === 'VAULT_TOKEN' && Number.isInteger(decimals) && decimals >= 0 && decimals < 256) {
    facts.push({ kind: 'tokenDecimals', token: address, decimals })
  }
  const role = roleOfKind(kind)
  // Null: nobody answered.
  if (role && typeof balances === 'object') {
    facts.push({
      kind: 'balancesBefore',
      holder: address,
      balances: balances && amountsOf(balances),
      shares: amountOf(shares) ?? 0n,
      isPriced: isPriced === true,
    })
  }
  return facts
}

function amountsOf(balances: object): { token: string; amount: bigint }[] {
  return Object.entries(balances).flatMap(([token, value]) => {
    const amount = amountOf(value)
    return amount === null ? [] : [{ token, amount }]
  })
}

function amountOf(value: unknown): bigint | null {
  return typeof value === 'string' && /^\d{1,78}$/.test(value) ? BigInt(value) : null
}
