import { useView } from '../app/view'
import { document } from '../data/documents'
import type { QualityQuery, QualityQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { counted, dayText, spanText, timeText } from '../format/text'
import { VerifyProof } from '../proof/verify-proof'
import text from '../queries/quality.graphql?raw'
import standing from '../queries/standing.graphql?raw'
import { qualitySentences } from '../sentences/quality'
import { Listing } from '../ui/columns'
import { Entity } from '../ui/entity'
import { Fact, Facts } from '../ui/facts'
import { Frame } from '../ui/frame'
import { Sentences } from '../ui/sentences'
import { Table } from '../ui/table'

const QUERY = document<QualityQuery, QualityQueryVariables>(text, standing)

/** Whether the figures can be trusted: lag, finality, proof, what could not be decoded. */
export function Quality() {
  const { block, part, embedded } = useView()
  const asked = useQuery(QUERY, { block })
  return (
    <>
      <Frame title="Data quality" asked={asked} measured={() => null}>
        {(data) => <Content data={data} />}
      </Frame>
      {embedded === null && part === '' && <VerifyProof />}
    </>
  )
}

/** Of a block that was audited. */
const STANDING: Readonly<Record<string, string>> = {
  true: 'in the index',
  false: 'replaced',
  null: 'not known by its hash',
}

function Content({ data }: { data: QualityQuery }) {
  const { _meta: meta, overview, protocols, undecoded } = data
  const quality = overview.dataQuality
  return (
    <>
      <Sentences of={qualitySentences(data)} />
      <Facts>
        <Fact name="Block">{meta.block.number}</Fact>
        <Fact name="Head of the chain">{meta.head ?? 'not seen yet'}</Fact>
        <Fact name="Behind">{meta.lag === null ? 'unknown' : counted(meta.lag, 'block')}</Fact>
        <Fact name="Age">
          {meta.age === null ? 'not measured: a recording ends' : spanText(meta.age)}
        </Fact>
        <Fact name="Final to">{meta.finalized}</Fact>
        <Fact name="Proven to">{meta.provenTo ?? 'none'}</Fact>
        <Fact name="Digest">
          <code class="whole">{meta.digest ?? 'none'}</code>
        </Fact>
        <Fact name="Contracts polled at">{quality?.polledAt ?? 'never'}</Fact>
        <Fact name="Unknown constants">{quality?.unknownConstants ?? 'none'}</Fact>
        <Fact name="Contracts that are missing">{meta.missingContracts.join(', ') || 'none'}</Fact>
        <Fact name="Stopped">{meta.indexingError ?? 'no'}</Fact>
      </Facts>
      <Table
        title="Protocols"
        rows={protocols}
        keyOf={({ name }) => name}
        empty="No protocol is indexed."
        columns={[
          { name: 'Protocol', cell: ({ name }) => name, text: ({ name }) => name },
          {
            name: 'Release',
            cell: ({ version }) => version ?? 'not emitted',
            text: ({ version }) => version ?? '',
          },
          {
            name: 'Withdrawal delay (blocks)',
            form: 'count',
            value: (row) => row.minWithdrawalDelayBlocks,
          },
          {
            name: 'Deallocation delay (blocks)',
            form: 'count',
            value: (row) => row.deallocationDelayBlocks,
          },
        ]}
      />
      <Table
        title="Last blocks with events, to compare with another host"
        rows={data.blocks}
        keyOf={({ block }) => String(block)}
        empty="No block is stored."
        columns={[
          { name: 'Block', form: 'block', value: ({ block }) => block },
          {
            name: 'Time',
            cell: ({ blockTime }) => blockTime.slice(0, 19).replace('T', ' '),
            text: ({ blockTime }) => blockTime,
          },
          {
            name: 'Digest',
            cell: ({ digest }) => <code>{digest}</code>,
            text: ({ digest }) => digest,
          },
        ]}
      />
      <Listing
        title="Audits, the last first"
        rows={data.audits}
        keyOf={({ endedAt, block, method }) => `${endedAt} ${block} ${method}`}
        empty="No audit is on record."
        columns={(c) => [
          c.figure('Block', 'block', ({ block }) => block),
          c.text('Ended', ({ endedAt }) => timeText(endedAt)),
          c.text('By', ({ method }) => method.toLowerCase()),
          c.figure('Compared', 'count', ({ compared }) => compared),
          c.figure('Different', 'count', ({ different }) => different),
          c.figure('Unknown', 'count', ({ unknown }) => unknown),
          c.text('Checks that failed', ({ failed }) => failed.join(', ') || 'none'),
          c.text('The block is', ({ isOfIndex }) => STANDING[String(isOfIndex)]!),
        ]}
      />
      <Table
        title="Blocks that were replaced, the last first"
        rows={data.replacedBlocks}
        keyOf={({ hash, replacedAt }) => `${hash} ${replacedAt}`}
        empty="No block was replaced."
        columns={[
          { name: 'Block', form: 'block', value: ({ block }) => block },
          { name: 'Hash', cell: ({ hash }) => <code>{hash}</code>, text: ({ hash }) => hash },
          {
            name: 'Replaced',
            cell: ({ replacedAt }) => dayText(replacedAt),
            text: ({ replacedAt }) => String(replacedAt),
          },
          {
            name: 'It was final',
            cell: ({ wasFinal }) => (wasFinal ? 'yes' : 'no'),
            text: ({ wasFinal }) => String(wasFinal),
          },
          {
            name: 'Indexed again',
            cell: ({ isIndexedAgain: again }) =>
              again === null ? 'unknown' : again ? 'yes' : 'no',
            text: ({ isIndexedAgain }) => String(isIndexedAgain),
          },
        ]}
      />
      <Table
        title="Events that could not be decoded, the last first"
        rows={undecoded}
        keyOf={({ id }) => id}
        empty="Every event is decoded."
        columns={[
          { name: 'Block', form: 'block', value: ({ block }) => block },
          {
            name: 'Contract',
            cell: ({ address }) => <Entity of={{ id: address }} />,
            text: ({ address }) => address,
          },
          { name: 'Kind', cell: ({ kind }) => kind, text: ({ kind }) => kind },
          { name: 'Status', cell: ({ status }) => status, text: ({ status }) => status },
          {
            name: 'Topic',
            cell: ({ topics }) => <code>{topics?.[0]?.slice(0, 18) ?? 'none'}</code>,
            text: ({ topics }) => topics?.[0] ?? '',
          },
        ]}
      />
    </>
  )
}
