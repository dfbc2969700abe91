import { monthBefore } from '../../../src/api/http/web/month'
import { useView } from '../app/view'
import { Bars } from '../chart/bars'
import { Figure } from '../chart/figure'
import { document } from '../data/documents'
import type { GovernanceQuery, GovernanceQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import { percent } from '../format/decimal'
import { agreed, calledOf, counted, figured, shortened, tamed } from '../format/text'
import { whenText } from '../format/when'
import text from '../queries/governance.graphql?raw'
import { governanceSentences } from '../sentences/governance'
import { Listing, poolOf } from '../ui/columns'
import { Figures } from '../ui/figures'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { Sentences } from '../ui/sentences'
import { Units } from '../ui/units'
import { Changes } from './governance/changes'
import { Vaults } from './governance/vaults'

const QUERY = document<GovernanceQuery, GovernanceQueryVariables>(text)

/** Who can change the rules under stake, how soon, and how often it happens. */
export function GovernancePage() {
  const view = useView()
  const { block, scope, pricing, shown } = view
  const blocks = Math.max(1, shown - (monthBefore(view) ?? shown))
  const asked = useQuery(QUERY, { block, scope, pricing, blocks })
  return (
    <Frame title="Governance" asked={asked} measured={({ governance: { meta } }) => meta} inPools>
      {(data) => <Content data={data} />}
    </Frame>
  )
}

function Content({ data }: { data: GovernanceQuery }) {
  const { shown, pace } = useView()
  const { measure } = useOrigin()
  const { governance, controllers } = data
  const { exit, stakeUnderChange, vetoCoverage } = governance
  const clock = { block: shown, time: data._meta.block.timestamp, pace }
  return (
    <>
      <Sentences of={governanceSentences(data, measure)} />
      <Figures
        of={[
          { name: 'Way out, blocks', value: exit.blocksToExit, form: 'count', metric: 'wayOut' },
          {
            name: 'Notice of a slasher',
            value: exit.notice,
            form: 'count',
            metric: 'notice',
            reason: 'no change was announced yet',
          },
          { name: 'Exit gap, blocks', value: exit.exitGap, form: 'count', metric: 'exitGap' },
          {
            name: 'Under a change of slasher',
            value: stakeUnderChange,
            form: 'amount',
            metric: 'underChange',
          },
          {
            name: 'Concentration of slashers',
            value: controllers.hhi,
            form: 'ratio',
            metric: 'slasherHhi',
            reason: controllers.meta.nullReason,
          },
          {
            name: 'Can be saved by a veto',
            value: vetoCoverage?.share,
            form: 'percent',
            metric: 'vetoable',
          },
        ]}
      />
      <Keys rows={controllers.controllers} />
      <Listing
        title="Slashers that will be replaced"
        rows={governance.slasherChanges}
        keyOf={({ operatorSet }) => operatorSet.id}
        empty="No change of a slasher is announced."
        columns={(c) => [
          c.member('Operator set', ({ operatorSet }) => operatorSet),
          c.member('Slasher', ({ slasher }) => slasher, undefined, 'unknown'),
          c.member('Next', ({ pendingSlasher }) => pendingSlasher),
          c.text('In effect from', ({ effectBlock }) => whenText(effectBlock, clock)),
          c.figure('Exit gap now', 'block', ({ exitGapNow }) => exitGapNow, 'exitGap'),
          c.figure('Can slash', 'amount', ({ stake }) => stake, 'slashable'),
        ]}
      />
      <Listing
        title="Slashers of two services or more"
        rows={governance.sharedControllers.controllers}
        keyOf={({ controller }) => controller.id}
        empty="No slasher serves two services."
        columns={(c) => [
          c.member('Slasher', ({ controller }) => controller),
          c.figure('Services', 'count', ({ avss }) => avss.length),
          c.text('They are', ({ avss }) => avss.map(calledOf).join(', ')),
        ]}
      />
      <Listing
        title="Where slashed stake goes, by pool"
        rows={governance.redistribution}
        keyOf={({ pool }) => pool.id}
        empty="Nothing can be slashed in any pool."
        columns={(c) => [
          c.member('Pool', ({ pool }) => pool),
          c.pool('Slashable', poolOf, ({ slashable }) => slashable, 'poolSlashable'),
          c.pool('Redistributing', poolOf, ({ redistributing }) => redistributing),
          c.figure('Part', 'percent', ({ share }) => share, 'redistributing'),
        ]}
      >
        <Units />
      </Listing>
      <Vaults vaults={governance.vaults} />
      <Changes data={data} />
      <Listing
        title="How alike the code of contracts is"
        rows={governance.upgrades}
        keyOf={({ kind }) => kind}
        empty="No contract is known to be a proxy."
        columns={(c) => [
          c.text('Kind', ({ kind }) => tamed(kind)),
          c.figure('Contracts', 'count', ({ contracts }) => contracts),
          c.figure('Implementations', 'count', ({ implementations }) => implementations),
          c.figure('Unknown', 'count', ({ unknown }) => unknown),
          c.figure('Entropy (nats)', 'ratio', ({ entropy }) => entropy),
        ]}
      />
    </>
  )
}

function Keys({ rows }: { rows: GovernanceQuery['controllers']['controllers'] }) {
  const shown = rows.filter(({ share }) => share !== null).slice(0, 12)
  const admins = rows.filter((row) => row.admins > 0).length
  return (
    <Figure
      title="Keys that can slash"
      caption={
        shown.length === 0
          ? 'No slasher has stake under it whose part is known.'
          : `${counted(rows.length, 'address', 'addresses')} can slash; ${figured(admins)} of them ${agreed(admins, 'lets', 'let')} others act for them. Stake of sets of two slashers is under both.`
      }
      state={shown.length === 0 ? 'empty' : 'ready'}
      rows={[
        ['slasher', 'stake', 'share', 'operator sets', 'admins'],
        ...rows.map(({ controller, stake, share, operatorSets, admins: acting }) => [
          controller.id,
          stake ?? 'unknown',
          share ?? 'unknown',
          String(operatorSets.length),
          String(acting),
        ]),
      ]}
    >
      {(width, ids) => (
        <Bars
          width={width}
          ids={ids}
          bars={shown.map(({ controller, share, operatorSets }) => ({
            key: controller.id,
            name: controller.name ? tamed(controller.name) : shortened(controller.id),
            part: share!,
            text: `${percent(share!)}, by ${counted(operatorSets.length, 'operator set')}`,
          }))}
        />
      )}
    </Figure>
  )
}
