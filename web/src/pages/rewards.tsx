import { pricedIn, useView } from '../app/view'
import { Bars } from '../chart/bars'
import { Figure } from '../chart/figure'
import { document } from '../data/documents'
import { tokenKey } from '../data/tokens'
import type { RewardsQuery, RewardsQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { percent, rounded } from '../format/decimal'
import { shareText } from '../format/share'
import { spanText, timeText } from '../format/text'
import text from '../queries/rewards.graphql?raw'
import { rewardsSentences } from '../sentences/rewards'
import { ADDRESS, AMOUNT, type Assumption, Assumptions, assumed } from '../ui/assumptions'
import { Listing } from '../ui/columns'
import { Figures } from '../ui/figures'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { Sentences } from '../ui/sentences'

const QUERY = document<RewardsQuery, RewardsQueryVariables>(text)

const TOKEN: Assumption = {
  name: 'token',
  label: 'Token without a price',
  form: ADDRESS,
  placeholder: '0x…',
}
const PRICE: Assumption = { name: 'price', label: 'Its price', form: AMOUNT }
const DECIMALS: Assumption = {
  name: 'decimals',
  label: 'Its decimals, if no event says them',
  form: /^[0-9]{1,2}$/,
}

const NAMES: Readonly<Record<string, string>> = {
  PROGRAMMATIC: 'emission',
  OWN_TOKEN: 'own tokens',
  FEE_LIKE: 'like fees',
  OTHER: 'other tokens',
  UNCLASSIFIED: 'not classified',
}

/** Who pays for security, in what, and how long what is announced lasts. */
export function Rewards() {
  const { block, pricing, unit, place } = useView()
  const value = (one: Assumption) => assumed(place.params, one)
  const [token, price, decimals] = [value(TOKEN), value(PRICE), value(DECIMALS)]
  const { prices = [], ...rest } = pricing ?? { numeraire: 'ETH' as const }
  const isPriced = token !== '' && price !== ''
  const asked = useQuery(QUERY, {
    block,
    pricing: {
      ...rest,
      prices: [...(prices ?? []), ...(isPriced ? [{ asset: token, value: price }] : [])],
    },
    decimals: isPriced && decimals ? [{ asset: token, decimals: Number(decimals) }] : null,
  })
  const label = `Its price (${pricedIn(unit)})`
  return (
    <Frame
      title="Rewards"
      controls={<Assumptions of={[TOKEN, { ...PRICE, label }, DECIMALS]} verb="Value" />}
      asked={asked}
      inPools
      isPriced
      measured={({ yieldSources }) => unrefused(yieldSources)}
    >
      {(data) => <Content data={data} />}
    </Frame>
  )
}

/** Without prices amounts are missing, but not what was submitted. */
function unrefused({ meta }: RewardsQuery['yieldSources']) {
  return { ...meta, nullReason: null }
}

function Content({ data }: { data: RewardsQuery }) {
  const { measure } = useOrigin()
  const { yieldSources } = data
  const { value, emissionShare, feeLikeShare, effectivePayers, runway, apr, meta } = yieldSources
  return (
    <>
      <Sentences of={rewardsSentences(data, measure)} />
      <Figures
        of={[
          {
            name: 'Earned',
            value,
            form: 'amount',
            metric: 'earned',
            reason: meta.nullReason,
          },
          {
            name: 'Paid by emission',
            value: emissionShare?.value,
            form: 'percent',
            metric: 'emission',
            reason: shareText(emissionShare),
          },
          {
            name: 'Paid like fees',
            value: feeLikeShare?.value,
            form: 'percent',
            metric: 'feeLike',
            reason: shareText(feeLikeShare),
          },
          {
            name: 'Effective payers',
            value: effectivePayers,
            form: 'ratio',
            metric: 'payers',
          },
          {
            name: 'Yield in a year',
            value: apr?.value,
            form: 'percent',
            metric: 'apr',
            reason: apr?.nullReason ?? null,
          },
          {
            name: 'Runway in days',
            value: runway?.days,
            form: 'ratio',
            metric: 'runway',
            reason: runway?.nullReason ?? null,
          },
        ]}
      />
      <Sources sources={yieldSources.sources} />
      <Listing
        title="Tokens that were earned or are announced"
        rows={yieldSources.tokens}
        keyOf={({ token, source }) => `${token.id} ${source}`}
        empty="Nothing was earned, and nothing is announced."
        columns={(c) => [
          c.member('Token', ({ token }) => token),
          c.text('Source', ({ source }) => NAMES[source] ?? source),
          c.figure('Earned', 'amount', ({ value: worth }) => worth, 'earned'),
          c.pool(
            'Tokens',
            ({ token }) => tokenKey(token.id),
            ({ amount }) => rounded(amount, 0),
          ),
          c.pool(
            'Announced',
            ({ token }) => tokenKey(token.id),
            (row) => rounded(row.remaining, 0),
          ),
          c.text('No value because', ({ missing }) => missing ?? ''),
        ]}
      />
      <Listing
        title="Who pays"
        rows={yieldSources.payers}
        keyOf={({ payer }) => payer.id}
        empty="Nobody paid in this window."
        columns={(c) => [
          c.member('Payer', ({ payer }) => payer),
          c.figure('Paid', 'amount', (row) => row.value, 'earned'),
          c.figure('Share', 'percent', ({ share }) => share),
        ]}
      />
      <Submissions data={data} />
    </>
  )
}

function Submissions({ data }: { data: RewardsQuery }) {
  return (
    <>
      <Listing
        title="Rewards that were submitted, the last first"
        rows={data.rewardSubmissions}
        keyOf={({ id }) => id}
        empty="No reward was submitted up to this block."
        columns={(c) => [
          c.figure('Block', 'block', ({ block }) => block),
          c.text('Kind', ({ kind }) => kind),
          c.member('Service', ({ avsId }) => (avsId ? { id: avsId } : null), 'services', 'all'),
          c.member('Token', ({ token }) => ({ id: token })),
          c.pool(
            'Amount',
            ({ token }) => tokenKey(token),
            ({ amount }) => amount,
          ),
          c.text('From', ({ startTime }) => startTime.slice(0, 16).replace('T', ' ')),
          c.text('For', ({ duration }) =>
            duration === '0' ? 'one time' : spanText(Number(duration)),
          ),
        ]}
      />
      <Listing
        title="Rewards of networks to stakers of vaults, the last first"
        rows={data.vaultDistributions}
        keyOf={({ id }) => id}
        empty="No network paid stakers of a vault up to this block."
        columns={(c) => [
          c.figure('Block', 'block', ({ block }) => block),
          c.member('Network', ({ avsId }) => ({ id: avsId }), 'services'),
          c.member(
            'Vault',
            ({ vaultId }) => (vaultId ? { id: vaultId } : null),
            undefined,
            'unknown',
          ),
          c.member('Token', ({ token }) => ({ id: token })),
          c.pool(
            'Amount',
            ({ token }) => tokenKey(token),
            ({ amount }) => amount,
          ),
          c.pool(
            'Fee of the admin',
            ({ token }) => tokenKey(token),
            ({ adminFee }) => adminFee,
          ),
          c.text('Divided by shares at', (row) => timeText(Number(row.snapshotTime))),
        ]}
      />
      <Listing
        title="Rewards by Merkle roots"
        rows={data.merkleRewards}
        keyOf={({ id }) => id}
        empty="No contract pays by Merkle roots."
        columns={(c) => [
          c.member('Contract', ({ contract }) => ({ id: contract })),
          c.member('Network', ({ avsId }) => ({ id: avsId }), 'services'),
          c.member('Token', ({ token }) => (token ? { id: token } : null), undefined, 'all'),
          c.pool(
            'Left',
            ({ token }) => tokenKey(token),
            ({ balance }) => balance,
          ),
        ]}
      />
    </>
  )
}

function Sources({ sources }: { sources: RewardsQuery['yieldSources']['sources'] }) {
  const known = sources.flatMap(({ source, share }) =>
    share.value === null ? [] : [{ source, part: share.value }],
  )
  const paid = known.filter(({ part }) => Number(part) > 0)
  return (
    <Figure
      title="Where it comes from"
      caption={
        paid.length === 0
          ? 'No source is known to have paid.'
          : `By source: ${paid.map(({ source, part }) => `${NAMES[source]} (${percent(part)})`).join(', ')}.`
      }
      state={paid.length === 0 ? 'empty' : 'ready'}
      rows={[
        ['source', 'value', 'share', 'at least', 'at most'],
        ...sources.map(({ source, value, share }) => [
          source,
          value ?? 'unknown',
          share.value ?? 'unknown',
          share.atLeast ?? 'unknown',
          share.atMost ?? 'unknown',
        ]),
      ]}
    >
      {(width, ids) => (
        <Bars
          width={width}
          ids={ids}
          bars={paid.map(({ source, part }) => ({
            key: source,
            name: NAMES[source] ?? source,
            part,
            text: percent(part),
          }))}
        />
      )}
    </Figure>
  )
}
