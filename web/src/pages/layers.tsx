import { useView } from '../app/view'
import { Bars } from '../chart/bars'
import { Figure } from '../chart/figure'
import { document } from '../data/documents'
import { tokenKey, tokenText } from '../data/tokens'
import type { LayersQuery, LayersQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { percent } from '../format/decimal'
import { calledOf, counted, shortened, tamed } from '../format/text'
import text from '../queries/layers.graphql?raw'
import { layersSentences } from '../sentences/layers'
import { Listing, poolOf } from '../ui/columns'
import { Entities, Entity } from '../ui/entity'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { Sentences } from '../ui/sentences'

const QUERY = document<LayersQuery, LayersQueryVariables>(text)

type Layer = LayersQuery['exposure']['tokenLayers']['layers'][number]
type Network = LayersQuery['networks'][number]['operatorSet']['avs']

/** What a loss passes through: stake, the token that is a claim on it, the vault that holds the token, and networks. */
export function Layers() {
  const { block, scope, pricing } = useView()
  const asked = useQuery(QUERY, { block, scope, pricing })
  return (
    <Frame title="Layers" asked={asked} measured={({ exposure }) => exposure.meta} inPools>
      {(data) => <Content data={data} />}
    </Frame>
  )
}

const keyOf = ({ path }: Layer) => path.map(({ id }) => id).join(' ')

function Content({ data }: { data: LayersQuery }) {
  const { layers } = data.exposure.tokenLayers
  const symbols = new Map(data.pools.map((pool) => [pool.id, pool.tokenSymbol]))
  const networks = networksOf(data)
  const slashers = new Map(
    data.securityMarket.protocols.flatMap(({ stakes }) =>
      stakes.map(({ pool, services }) => [pool.id, services] as const),
    ),
  )
  return (
    <>
      <Sentences of={layersSentences(data)} />
      <LossFigure layers={layers} />
      {layers.slice(0, 12).map((layer) => (
        <Path
          key={keyOf(layer)}
          layer={layer}
          networks={networks.get(layer.path[0]!.id) ?? []}
          slashers={slashers.get(layer.path[0]!.id) ?? null}
          symbolOf={(id) => symbols.get(id) ?? null}
        />
      ))}
      <Listing
        title="Paths"
        rows={layers}
        keyOf={keyOf}
        empty="There are no layers."
        columns={(c) => [
          c.member('Held by', ({ path }) => path[0]),
          c.member('Token', ({ token }) => token),
          c.figure('Layers', 'count', ({ wrapDepth }) => wrapDepth),
          c.pool(
            'Units',
            ({ token }) => tokenKey(token.id),
            ({ units }) => units,
            'layerUnits',
          ),
          c.figure('Of all units', 'percent', ({ share }) => share, 'layerShare'),
          c.figure('Lost outside', 'percent', ({ poolSlashing }) => poolSlashing, 'poolLoss'),
          c.figure('Lost inside', 'percent', ({ slashing }) => slashing.shared, 'unitLoss'),
          c.figure('In all', 'percent', ({ total }) => total, 'layerLoss'),
          c.text('Unknown because', (row) => row.nullReason ?? row.slashing.nullReason ?? ''),
          c.text('Said by', ({ source }) => source.split(' ').map(shortened).map(tamed).join(' ')),
        ]}
      />
      <Listing
        title="Services behind the tokens"
        rows={layers.flatMap((layer) =>
          (layer.avss ?? []).map((part) => ({
            ...part,
            key: keyOf(layer),
            token: layer.token,
            path: layer.path,
          })),
        )}
        keyOf={({ key, avs, pool }) => `${key} ${avs.id} ${pool.id}`}
        empty="No service can slash what is behind a token."
        columns={(c) => [
          c.member('Service', ({ avs }) => avs, 'services'),
          c.member('Can slash stake of', ({ pool }) => pool),
          c.member('Behind', ({ token }) => token),
          c.member('Held by', ({ path }) => path[0]),
          c.pool('Can slash', poolOf, ({ amount }) => amount, 'poolSlashable'),
          c.worth(poolOf, ({ amount }) => amount),
        ]}
      />
    </>
  )
}

/** Networks that can slash each pool. */
function networksOf({ networks }: LayersQuery): Map<string, Network[]> {
  const found = new Map<string, Map<string, Network>>()
  for (const { pool, operatorSet, slashableStake } of networks) {
    if (slashableStake === '0') continue
    const own = found.get(pool.id) ?? new Map<string, Network>()
    found.set(pool.id, own.set(operatorSet.avs.id, operatorSet.avs))
  }
  return new Map([...found].map(([pool, own]) => [pool, [...own.values()]]))
}

function LossFigure({ layers }: { layers: readonly Layer[] }) {
  const known = layers.filter(({ total }) => total !== null).slice(0, 12)
  const nameOf = ({ token, path }: Layer) => `${calledOf(token)} in ${calledOf(path[0]!)}`
  return (
    <Figure
      title="What holders lose if all is slashed that can be"
      caption={
        known.length === 0
          ? 'No path has a loss that is known.'
          : `${counted(known.length, 'path')} with a known loss, by the pool or vault that holds the token.`
      }
      state={known.length === 0 ? 'empty' : 'ready'}
      rows={[
        ['path', 'outside', 'inside', 'in all'],
        ...layers.map((layer) => [
          keyOf(layer),
          layer.poolSlashing ?? 'unknown',
          layer.slashing.shared ?? 'unknown',
          layer.total ?? 'unknown',
        ]),
      ]}
    >
      {(width, ids) => (
        <Bars
          width={width}
          ids={ids}
          bars={known.map((layer) => ({
            key: keyOf(layer),
            name: calledOf(layer.path[0]!),
            part: layer.total!,
            text: `${nameOf(layer)}: ${percent(layer.total!)} in all`,
          }))}
        />
      )}
    </Figure>
  )
}

function Path(props: {
  layer: Layer
  networks: readonly Network[]
  /** Services and networks that can slash the outer pool; null: unknown. */
  slashers: number | null
  symbolOf: (pool: string) => string | null
}) {
  const { layer, networks, slashers, symbolOf } = props
  const { tokens } = useOrigin()
  const lost = (part: string | null) => (part === null ? 'loss unknown' : `loses ${percent(part)}`)
  const inside = layer.stake.map(({ pool }) => pool)
  const services = [...new Map((layer.avss ?? []).map(({ avs }) => [avs.id, avs])).values()]
  return (
    <section>
      <h2>
        {calledOf(layer.token)} in {calledOf(layer.path[0]!)}
      </h2>
      <ol class="path">
        <li class="step">
          <div class="box">
            <span class="hint">{counted(services.length, 'service')} can slash</span>
            <Entities of={services.slice(0, 3)} page="services" />
            {services.length > 3 && ` and ${services.length - 3} more`}
          </div>
        </li>
        <li class="step">
          <div class="box">
            <span class="hint">stake in {counted(inside.length, 'pool')}</span>
            {inside.map((pool) => (
              <div key={pool.id}>
                <Entity of={pool} /> {tamed(symbolOf(pool.id) ?? '')}
              </div>
            ))}
          </div>
        </li>
        {[...layer.path].reverse().map((step, index) => (
          <li key={step.id} class="step">
            <div class="box">
              <span class="hint">
                {index % 2 === 0 ? 'token, a claim on it' : 'pool or vault that holds it'}
              </span>
              <Entity of={step} /> {index % 2 === 1 && tamed(symbolOf(step.id) ?? '')}
              {index === 0 && <span class="hint">{lost(layer.slashing.shared)} inside</span>}
              {index === layer.path.length - 1 && (
                <span class="hint">{lost(layer.poolSlashing)} outside</span>
              )}
            </div>
          </li>
        ))}
        <li class="step">
          <div class="box">
            <span class="hint">
              {slashers === null
                ? 'who can slash is unknown'
                : `${counted(slashers, 'service')} can slash`}
            </span>
            <Entities of={networks.slice(0, 3)} page="services" />
            {networks.length > 3 && ` and ${networks.length - 3} more`}
          </div>
        </li>
      </ol>
      <p>
        Its holders lose {layer.total === null ? 'an unknown part' : percent(layer.total)} in all.
        {layer.units !== null &&
          ` ${tokenText(layer.units, tokens.get(tokenKey(layer.token.id)))} of the token are held so.`}
      </p>
    </section>
  )
}
