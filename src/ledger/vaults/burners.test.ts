import { expect, test } from 'vitest'
import { AppliedFacts } from '../../../test/support/applied-facts'
import type { FactOf } from '../../facts/facts'

const ROUTER = `0x${'b0'.repeat(20)}`
const NETWORK = `0x${'cd'.repeat(20)}`
const OPERATOR = `0x${'ab'.repeat(20)}`
const [ALICE, BOB] = [`0x${'a1'.repeat(20)}`, `0x${'b2'.repeat(20)}`]

const set = (receiver: string): FactOf<'burnerReceiver'> => ({
  kind: 'burnerReceiver',
  contract: ROUTER,
  event: 'SetNetworkReceiver',
  network: NETWORK,
  operator: null,
  receiver,
})
const accept: FactOf<'burnerReceiverAccepted'> = {
  kind: 'burnerReceiverAccepted',
  contract: ROUTER,
  event: 'AcceptNetworkReceiver',
  network: NETWORK,
  operator: null,
}
const KEY = `${ROUTER}-${NETWORK}`

test('what a router was made with is unknown until it is changed', () => {
  const ledger = new AppliedFacts().apply(100, set(ALICE))
  expect(ledger.row('burnerReceiver', KEY)).toMatchObject({
    isKnown: false,
    receiver: null,
    hasPending: true,
    pendingReceiver: ALICE,
    pendingFrom: null,
  })
  ledger.apply(200, accept)
  expect(ledger.row('burnerReceiver', KEY)).toMatchObject({
    isKnown: true,
    receiver: ALICE,
    hasPending: false,
  })
})

/** A router whose delay of 60 seconds is known, with a known receiver. */
const known = () =>
  new AppliedFacts()
    .apply(10, { kind: 'burnerDelay', router: ROUTER, delay: 60n })
    .apply(20, { kind: 'burnerDelayAccepted', router: ROUTER })
    .apply(100, set(ALICE))
    .apply(200, accept)

test('a change takes effect after the delay, and says from when', () => {
  const ledger = known().apply(300, set(BOB))
  expect(ledger.row('burnerReceiver', KEY)).toMatchObject({
    receiver: ALICE,
    pendingReceiver: BOB,
    pendingFrom: 360n,
  })
  expect(ledger.rows('governanceChange').at(-1)).toMatchObject({
    kind: 'BURNER',
    subject: NETWORK,
    before: ALICE,
    after: BOB,
    effectTime: 360n,
  })
})

test('setting the receiver in effect cancels the pending one', () => {
  const ledger = known().apply(300, set(BOB)).apply(310, set(ALICE))
  expect(ledger.row('burnerReceiver', KEY)).toMatchObject({ receiver: ALICE, hasPending: false })
})

test('a pending receiver that is due is accepted by the next change', () => {
  const ledger = known().apply(300, set(BOB)).apply(360, set(ALICE))
  expect(ledger.row('burnerReceiver', KEY)).toMatchObject({
    receiver: BOB,
    pendingReceiver: ALICE,
    pendingFrom: 420n,
  })
})

test('no receiver any more is an empty text after it', () => {
  const ledger = known()
    .apply(300, set(`0x${'00'.repeat(20)}`))
    .apply(400, accept)
  expect(ledger.row('burnerReceiver', KEY)).toMatchObject({ isKnown: true, receiver: null })
  expect(ledger.rows('governanceChange').at(-1)).toMatchObject({ before: ALICE, after: '' })
})

test('a receiver for one operator of a network is a row of its own', () => {
  const ledger = known().apply(300, { ...set(BOB), operator: OPERATOR })
  expect(ledger.row('burnerReceiver', `${KEY}-${OPERATOR}`)).toMatchObject({
    avs: NETWORK,
    operator: OPERATOR,
    pendingReceiver: BOB,
  })
  expect(ledger.row('burnerReceiver', KEY)).toMatchObject({ receiver: ALICE, hasPending: false })
})

test('what a router answered when it was found is known from then on; a late answer changes nothing that logs said', () => {
  const constants: FactOf<'burnerRouterConstants'> = {
    kind: 'burnerRouterConstants',
    router: ROUTER,
    collateral: NETWORK,
    delay: 60n,
    receiver: ALICE,
  }
  const global: FactOf<'burnerReceiver'> = { ...set(BOB), network: null }
  const ledger = new AppliedFacts().apply(100, constants).apply(200, global)
  expect(ledger.row('burnerRouter', ROUTER)).toMatchObject({ collateral: NETWORK, delay: 60n })
  expect(ledger.row('burnerReceiver', ROUTER)).toMatchObject({
    isKnown: true,
    receiver: ALICE,
    pendingReceiver: BOB,
    pendingFrom: 260n,
  })
  const late = new AppliedFacts().apply(200, global).apply(300, constants)
  expect(late.row('burnerReceiver', ROUTER)).toMatchObject({ isKnown: false, pendingReceiver: BOB })
})
