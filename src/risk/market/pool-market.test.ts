import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ratio } from '../math/ratio'
import { poolMarket } from './pool-market'

const promise = (operator: string, service: string, slashable: bigint | null) => {
  return { operator, service, slashable }
}

test('a vault of 100 that promises 60 to each of three services pays 100, and has a leverage of 1.8', () => {
  const market = poolMarket(100n, [
    promise('a', 's', 60n),
    promise('a', 't', 60n),
    promise('b', 'u', 60n),
  ])
  expect(market).toEqual({
    promised: 180n,
    slashable: 100n,
    leverage: ratio(180n, 100n),
    operators: 2,
    services: 3,
    // (2/3)^2 + (1/3)^2, and three equal ones
    operatorHhi: ratio(5n, 9n),
    serviceHhi: ratio(1n, 3n),
  })
})

test('promises below the stake can all be paid', () => {
  expect(poolMarket(100n, [promise('a', 's', 30n)])).toMatchObject({
    slashable: 30n,
    leverage: ratio(3n, 10n),
  })
})

test('without promises nothing can be slashed, whatever the stake is', () => {
  const none = { promised: 0n, slashable: 0n, operators: 0, services: 0, operatorHhi: null }
  expect(poolMarket(null, [])).toMatchObject({ ...none, leverage: null })
  expect(poolMarket(0n, [promise('a', 's', 0n)])).toMatchObject({ ...none, leverage: null })
})

test('an unknown promise makes the sum unknown, but not what the pool can pay if others take it all', () => {
  const unknown = promise('a', 's', null)
  expect(poolMarket(100n, [unknown, promise('b', 's', 100n)])).toMatchObject({
    promised: null,
    slashable: 100n,
    leverage: null,
    operatorHhi: null,
  })
  expect(poolMarket(100n, [unknown, promise('b', 's', 99n)]).slashable).toBeNull()
  expect(poolMarket(null, [promise('b', 's', 99n)]).slashable).toBeNull()
})

test('what can be slashed is never above the stake, nor above the promises', () => {
  const amount = fc.bigInt({ min: 0n, max: 1_000n })
  fc.assert(
    fc.property(amount, fc.array(amount), (stake, amounts) => {
      const { slashable, promised } = poolMarket(
        stake,
        amounts.map((one, index) => promise(`${index}`, 's', one)),
      )
      expect(slashable!).toBeLessThanOrEqual(stake)
      expect(slashable!).toBeLessThanOrEqual(promised!)
    }),
  )
})
