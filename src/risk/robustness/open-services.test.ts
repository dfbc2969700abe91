import { expect, test } from 'vitest'
import { ratio } from '../math/ratio'
import { restakingNetwork } from './network'
import { openServices } from './open-services'

const HALF = ratio(1n, 2n)

/** Services with stakes of their own, of which only this much has a price. */
const networkOf = (services: readonly (readonly [profit: bigint, stakes: readonly bigint[]])[]) => {
  const stakes = services.flatMap(([, own]) => own)
  let next = 0
  return restakingNetwork(
    stakes,
    services.map(([profit, own]) => {
      return { profit, threshold: HALF, validators: own.map(() => next++) }
    }),
  )
}

test('half of 60 is one and a half times a profit of 20, at least: a slack of .5', () => {
  expect(openServices(networkOf([[20n, [40n, 20n]]]))).toEqual({
    gamma: HALF,
    profitAtMost: ratio(0n),
    binding: [0, 1],
  })
})

test('nothing is proven where nothing has a price; an attack wins no more than the profit', () => {
  const found = openServices(
    networkOf([
      [20n, [60n]],
      [9n, [0n]],
      [10n, [12n]],
    ]),
  )
  // 9 of the second, and 10 - 6 of the third.
  expect(found).toMatchObject({ gamma: null, profitAtMost: ratio(13n) })
})

test('without a profit there is nothing to prove', () => {
  expect(openServices(networkOf([[0n, [0n]]]))).toBeNull()
})
