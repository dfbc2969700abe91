import { events as app } from '../../../abi/AppAdapter'
import { events as source } from '../../../abi/ERC4626Adapter'
import { events as factory } from '../../../abi/MigratablesFactory'
import { type EventHandler, emitterOf, on } from '../../handler'
import { subnetworkOf } from '../subnetwork'

const ADAPTER = 'ADAPTER'

/** Adapters of vaults of version 3: guarantees to networks, and deposits to other vaults. */
export const adapterHandlers: EventHandler[] = [
  on('ADAPTER_FACTORY', factory.AddEntity, ({ entity }, context) => [
    { kind: 'adapterFound', adapter: entity, factory: emitterOf(context) },
  ]),
  on(ADAPTER, app.SetVault, ({ vault }, context) => [
    { kind: 'adapterVault', adapter: emitterOf(context), vault },
  ]),
  on(ADAPTER, app.Initialize, ({ params }, context) => [
    {
      kind: 'adapterGuarantee',
      adapter: emitterOf(context),
      operator: params.operator,
      subnetwork: subnetworkOf(params.subnetwork),
      duration: BigInt(params.duration),
      burner: params.burner,
    },
  ]),
  on(ADAPTER, source.Initialize, ({ target }, context) => [
    { kind: 'adapterSource', adapter: emitterOf(context), source: target },
  ]),
  on(ADAPTER, app.Slash, ({ amount }, context) => [
    { kind: 'adapterSlashed', adapter: emitterOf(context), amount },
  ]),
  on(ADAPTER, app.Release, ({ amount }, context) => [
    { kind: 'adapterReleased', adapter: emitterOf(context), amount },
  ]),
]
