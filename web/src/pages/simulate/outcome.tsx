import { useState } from 'preact/hooks'
import { tokenText } from '../../data/tokens'
import type { OutcomeFragment } from '../../data/types.generated'
import { allOf, capitalized, shortened, tamed } from '../../format/text'
import { simulationSentences } from '../../sentences/simulation'
import { Card, Cards } from '../../ui/card'
import { poolOf } from '../../ui/columns'
import { Entity } from '../../ui/entity'
import { type Told, useOrigin } from '../../ui/origin'
import { Sentences } from '../../ui/sentences'
import { Table } from '../../ui/table'
import { Value } from '../../ui/value'

/** What followed: round by round, then who lost what. */
export function Outcome({ data, hasPosition }: { data: OutcomeFragment; hasPosition: boolean }) {
  const { measure } = useOrigin()
  return (
    <>
      <Sentences of={simulationSentences(data, measure)} isLive />
      <Cards>
        <Card name="Capital loss">
          <Value
            value={data.capitalLossValue}
            form="amount"
            metric="loss"
            reason={data.meta.nullReason}
          />
        </Card>
        {hasPosition && (
          <Card name="My loss">
            <Value
              value={data.position?.value}
              form="amount"
              metric="loss"
              reason={data.position?.nullReason ?? null}
            />
          </Card>
        )}
      </Cards>
      <Rounds rounds={data.rounds} />
      <Table
        title="Losses by pool"
        rows={data.capitalLoss}
        keyOf={({ pool }) => pool.id}
        empty="No stake is lost."
        columns={[
          { name: 'Pool', cell: ({ pool }) => <Entity of={pool} />, text: ({ pool }) => pool.id },
          {
            name: 'Loss',
            metric: 'lossShares',
            form: 'amount',
            pool: poolOf,
            value: ({ shares }) => shares,
          },
          { name: 'Worth', form: 'worth', pool: poolOf, value: ({ shares }) => shares },
          {
            name: 'Of it queued',
            form: 'amount',
            pool: poolOf,
            value: ({ queuedShares }) => queuedShares,
          },
        ]}
      />
      {hasPosition && (
        <Table
          title="My loss by pool"
          rows={data.position?.pools ?? []}
          keyOf={({ pool }) => pool.id}
          empty="This address loses nothing."
          columns={[
            { name: 'Pool', cell: ({ pool }) => <Entity of={pool} />, text: ({ pool }) => pool.id },
            {
              name: 'Loss',
              metric: 'lossShares',
              form: 'amount',
              pool: poolOf,
              value: ({ shares }) => shares,
            },
            { name: 'Worth', form: 'worth', pool: poolOf, value: ({ shares }) => shares },
          ]}
        />
      )}
      <Table
        title="Services whose stake changes"
        rows={data.avss}
        keyOf={({ avs, pool }) => `${avs.id} ${pool?.id}`}
        empty="No service loses stake."
        columns={[
          {
            name: 'Service',
            cell: ({ avs }) => <Entity of={avs} page="services" />,
            text: ({ avs }) => avs.id,
          },
          { name: 'Before', metric: 'registered', form: 'amount', value: ({ before }) => before },
          { name: 'After', metric: 'registered', form: 'amount', value: ({ after }) => after },
          {
            name: 'Failed',
            cell: ({ hasFailed, failedRound }) =>
              hasFailed === null ? 'unknown' : hasFailed ? `in round ${failedRound ?? '?'}` : 'no',
            text: ({ hasFailed }) => String(hasFailed),
          },
        ]}
      />
      <Table
        title="Operators whose shares change"
        rows={data.operators}
        keyOf={({ operator, pool }) => `${operator?.id} ${pool.id}`}
        empty="No operator loses shares."
        columns={[
          {
            name: 'Operator',
            cell: ({ operator }) =>
              operator ? <Entity of={operator} page="operators" /> : 'all of the pool',
            text: ({ operator }) => operator?.id ?? '',
          },
          { name: 'Pool', cell: ({ pool }) => <Entity of={pool} />, text: ({ pool }) => pool.id },
          {
            name: 'Before',
            form: 'amount',
            metric: 'pool',
            pool: poolOf,
            value: ({ sharesBefore }) => sharesBefore,
          },
          {
            name: 'After',
            form: 'amount',
            metric: 'pool',
            pool: poolOf,
            value: ({ sharesAfter }) => sharesAfter,
          },
          {
            name: 'Lost in the queue',
            form: 'amount',
            pool: poolOf,
            value: ({ queuedLoss }) => queuedLoss,
          },
        ]}
      />
    </>
  )
}

/** The rounds one after another, as far as the reader went. */
function Rounds({ rounds }: { rounds: OutcomeFragment['rounds'] }) {
  const told = useOrigin()
  const [last, setLast] = useState(0)
  const shown = rounds.slice(0, last + 1)
  return (
    <section>
      <h2>Round by round</h2>
      <ol class="rounds" start={0}>
        {shown.map(({ round, causes }) => (
          <li key={round}>
            {causes.length === 0 ? 'Nothing happens.' : null}
            <ul>
              {causes.slice(0, MOST_CAUSES).map((cause) => (
                <li key={cause} class="wrap">
                  {tamedCause(cause, told)}
                </li>
              ))}
              {causes.length > MOST_CAUSES && (
                <li>and {causes.length - MOST_CAUSES} more, which the API has.</li>
              )}
            </ul>
          </li>
        ))}
      </ol>
      {rounds.length > 1 && (
        <div class="buttons">
          <button
            type="button"
            disabled={last >= rounds.length - 1}
            onClick={() => setLast(last + 1)}
          >
            Next round
          </button>
          <button
            type="button"
            disabled={last >= rounds.length - 1}
            onClick={() => setLast(rounds.length - 1)}
          >
            {capitalized(allOf(rounds.length, 'round'))}
          </button>
        </div>
      )}
    </section>
  )
}

/** Causes of a round that are shown. */
const MOST_CAUSES = 20

/** A sentence may have names of anybody in it, and has whole ids and all digits of amounts, of the pool that it names. */
function tamedCause(cause: string, { tokens, names }: Told): string {
  const words = cause.split(' ')
  const pool = words.map((word) => word.replace(':', '')).find((word) => tokens.has(word))
  const token = pool === undefined ? undefined : tokens.get(pool)
  const shown = words.map((word) => {
    if (/^\d{7,}$/.test(word)) return tokenText(word, token)
    const [address = ''] = /0x[0-9a-f]{40}/.exec(word) ?? []
    const name = names.get(address)
    return name ? named(word.replace(address, tamed(name))) : shortened(tamed(word))
  })
  return shown.join(' ')
}

/** An operator set by the name of its service: `A service, set 3`. */
const named = (text: string): string =>
  text.replace('symbiotic-', '').replace(/\/(\d+)(:?)$/, ', set $1$2')
