import { events as router } from '../../abi/BurnerRouter'
import type { ReceiverScope } from '../../facts/vault-powers'
import { type EventHandler, emitterOf, type LogContext, on, sourceOf } from '../handler'

const ROUTER = 'BURNER_ROUTER'
const ALL: ReceiverScope = { network: null, operator: null }

const set = (scope: ReceiverScope, receiver: string, context: LogContext) => [
  { kind: 'burnerReceiver' as const, ...sourceOf(context), ...scope, receiver },
]

const accepted = (scope: ReceiverScope, context: LogContext) => [
  { kind: 'burnerReceiverAccepted' as const, ...sourceOf(context), ...scope },
]

/** Burner routers, which send slashed stake to receivers (BurnerRouter). What a router is made with is in no event. */
export const burnerHandlers: EventHandler[] = [
  on(ROUTER, router.SetGlobalReceiver, ({ receiver }, context) => set(ALL, receiver, context)),
  on(ROUTER, router.SetNetworkReceiver, ({ network, receiver }, context) =>
    set({ network, operator: null }, receiver, context),
  ),
  on(ROUTER, router.SetOperatorNetworkReceiver, ({ receiver, ...scope }, context) =>
    set(scope, receiver, context),
  ),
  on(ROUTER, router.AcceptGlobalReceiver, (_, context) => accepted(ALL, context)),
  on(ROUTER, router.AcceptNetworkReceiver, ({ network }, context) =>
    accepted({ network, operator: null }, context),
  ),
  on(ROUTER, router.AcceptOperatorNetworkReceiver, (scope, context) => accepted(scope, context)),
  on(ROUTER, router.SetDelay, ({ delay }, context) => [
    { kind: 'burnerDelay', router: emitterOf(context), delay: BigInt(delay) },
  ]),
  on(ROUTER, router.AcceptDelay, (_, context) => [
    { kind: 'burnerDelayAccepted', router: emitterOf(context) },
  ]),
  on(ROUTER, router.TriggerTransfer, ({ receiver, amount }, context) => [
    { kind: 'burnerTransfer', router: emitterOf(context), receiver, amount },
  ]),
]
